// The script of every page. What it does is bound by attributes and custom elements; README.md tells how.

import { startSubmitKey } from './submit';

startSubmitKey();
