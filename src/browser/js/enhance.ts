// The script of every page. What it does is bound by attributes and custom elements; README.md tells how.

import { startCodeEditor } from './code-editor';
import { startKeys } from './keys';
import { startPaste } from './paste';
import { startRenewal } from './renew';
import { startSubmitKey } from './submit';

startSubmitKey();
startKeys();
startPaste();
startCodeEditor();
startRenewal();
