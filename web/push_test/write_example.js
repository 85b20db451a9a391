import { writeFileSync } from 'node:fs';

import { standalone } from './build.js';

writeFileSync(new URL('../../docs/examples/websocket-client.html', import.meta.url), standalone());
