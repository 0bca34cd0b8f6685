// The script of every page. What it does is bound by attributes and custom elements; README.md tells how.

import { startCodeEditor } from './code-editor';
import { startCopying } from './copy';
import { startDrafts } from './drafts';
import { startFocusKeeping } from './focus';
import { startKeys } from './keys';
import { startMenus } from './menus';
import { startOffline } from './offline';
import { startPaletteKey } from './opener';
import { startPaste } from './paste';
import { startRenewal } from './renew';
import { startSaved } from './saved';
import { startSession } from './session';
import { startStars } from './star';
import { startSubmitKey } from './submit';
import { startTheme } from './theme';
import { startTimers } from './timer';
import { startWaiting } from './waiting';
import { startWaking } from './wake';

startSession();
startWaking();
startSubmitKey();
startKeys();
startPaletteKey();
startFocusKeeping();
startStars();
startMenus();
startPaste();
startCodeEditor();
startRenewal();
startTimers();
startDrafts();
startSaved();
startTheme();
startCopying();
startOffline();
startWaiting();
