import { useStore } from '@/ui/use_store';
import { texts } from '@/lib/texts';
import type { Call } from './call';
import styles from './Stage.module.css';
import { tilesOf } from './tiles';
import { TileView } from './TileView';

const GRID_MAX = 9;

// Everybody in the call. When somebody shares a screen it takes the room, and the people a strip.
export function Stage({ call, nameOf }: { call: Call; nameOf: (userId: string) => string }) {
  const { media, mesh, outgoing, watch, me } = call.parts;
  const place = useStore(call.place);
  const state = useStore(media.state);
  const members = useStore(mesh.members);
  const { callees } = useStore(outgoing.state);
  const named = callees.map((callee) => ({ ...callee, name: nameOf(callee.userId) }));
  const tiles = tilesOf({ me, place, media: state, members, callees: named });
  const screens = tiles.filter(({ kind }) => kind === 'screen');
  const people = tiles.filter(({ kind }) => kind !== 'screen');
  const show = (list: typeof tiles) =>
    list.map((tile) => <TileView key={tile.key} tile={tile} watch={watch} />);
  return (
    <div className={`${styles.stage} ${screens.length > 0 ? styles.shared : ''}`}>
      {screens.length > 0 ? <ul className={styles.screens}>{show(screens)}</ul> : null}
      <ul className={styles.people} data-count={Math.min(people.length, GRID_MAX)}
        aria-label={texts.call.here(members.length + 1)}
        tabIndex={screens.length > 0 ? 0 : undefined}>
        {show(people)}
      </ul>
    </div>
  );
}
