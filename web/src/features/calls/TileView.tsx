import { Avatar } from '@/ui/Avatar';
import { Hidden } from '@/ui/Hidden';
import { Icon } from '@/ui/Icon';
import { useStore } from '@/ui/use_store';
import { texts } from '@/lib/texts';
import type { Quality } from './quality';
import type { Tile } from './tiles';
import styles from './TileView.module.css';
import { Video } from './Video';
import type { Line, Watch } from './watch';

export function TileView({ tile, watch }: { tile: Tile; watch: Watch }) {
  const speaking = useStore(watch.speaking).has(tile.id) && tile.kind === 'person' && !tile.muted;
  const line = useStore(watch.lines).get(tile.id);
  const own = tile.id === 0;
  const mirrored = own && tile.kind === 'person';
  return (
    <li className={`${styles.tile} ${styles[tile.kind]} ${speaking ? styles.speaking : ''}`}
      data-tile={tile.key} data-link={tile.link}>
      <div role="group" aria-label={labelOf(tile, speaking)} className={styles.inside}>
        {tile.track === null
          ? <span className={`${styles.face} ${tile.kind === 'callee' ? styles.rings : ''}`}>
              <Avatar id={tile.userId} name={tile.name} large />
            </span>
          : <Video track={tile.track} mirrored={mirrored} whole={tile.kind === 'screen'} />}
        {tile.link !== 'connected' && tile.kind === 'person'
          ? <p className={styles.link}>{texts.call.link[tile.link]}</p> : null}
        <div className={styles.foot}>
          <span className={styles.chip}>
            {tile.muted && tile.kind === 'person' ? <Icon name="microphoneOff" small /> : null}
            <span className={styles.name} dir="auto">{nameOf(tile)}</span>
            {tile.host && tile.kind === 'person'
              ? <span className={styles.host} title={texts.call.host}>
                  <Icon name="star" small />
                </span> : null}
          </span>
          {line !== undefined && !own && tile.kind === 'person' ? <Bars line={line} /> : null}
        </div>
      </div>
    </li>
  );
}

function Bars({ line }: { line: Line }) {
  const words = texts.call.quality[line.quality];
  const trip = line.roundTripMs === null ? ''
    : ` · ${texts.call.roundTrip(line.roundTripMs, line.relayed)}`;
  return (
    <span className={`${styles.chip} ${styles.bars} ${styles[line.quality]}`}
      title={`${words}${trip}`}>
      {[1, 2, 3].map((n) => (
        <span key={n} data-bar={n} data-lit={n <= strength[line.quality] || undefined} />
      ))}
      <Hidden>{words}</Hidden>
    </span>
  );
}

const strength: Record<Quality, number> = { unknown: 0, good: 3, fair: 2, poor: 1 };

function nameOf({ kind, id, name }: Tile): string {
  if (kind === 'screen') return id === 0 ? texts.call.yourScreen : texts.call.screenOf(name);
  if (kind === 'callee') return texts.call.callee.ringing(name);
  return id === 0 ? texts.call.you(name) : name;
}

function labelOf(tile: Tile, speaking: boolean): string {
  const { facts } = texts.call;
  if (tile.kind !== 'person') return nameOf(tile);
  return texts.call.tile(nameOf(tile), [
    ...(tile.host ? [facts.host] : []),
    ...(tile.muted ? [facts.muted] : []),
    ...(tile.track === null ? [facts.cameraOff] : []),
    ...(tile.link === 'connected' ? [] : [facts[tile.link]]),
    ...(speaking ? [facts.speaking] : []),
  ]);
}
