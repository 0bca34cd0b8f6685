// New versions of GitGud: told of, and used when somebody wants to. A page is never loaded again under their hands.

import { stand, standingButton } from '../standing';

/** A new version is looked for when the page comes into sight, but no more often than this, in milliseconds. */
const REST = 3_600_000;

const READY = 'A new version of GitGud is ready.';

/** Watches from now on. */
export function watchUpdates(registration: ServiceWorkerRegistration): void {
  const { serviceWorker } = navigator;
  // The first one is nobody's news.
  let isNews = serviceWorker.controller !== null;
  let wanted = false;
  let looked = Date.now();

  const offer = () => {
    const { waiting } = registration;
    if (!waiting || !serviceWorker.controller) return;
    stand('renewed', 'New version', READY, standingButton('Use it now', () => {
      wanted = true;
      waiting.postMessage({ type: 'use-now' });
    }));
  };
  const follow = (coming: ServiceWorker | null) => coming?.addEventListener('statechange', () => {
    if (coming.state === 'installed') offer();
  });

  offer();
  follow(registration.installing);
  registration.addEventListener('updatefound', () => follow(registration.installing));
  serviceWorker.addEventListener('controllerchange', () => {
    if (wanted) {
      wanted = false;
      location.reload();
    } else if (isNews) {
      // Somebody wanted it in another tab.
      stand('renewed', 'New version', READY, standingButton('Reload to use it', () => location.reload()));
    }
    isNews = true;
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < REST) return;
    looked = Date.now();
    void registration.update().catch(() => undefined);
  });
}
