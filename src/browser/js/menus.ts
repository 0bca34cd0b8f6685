// Menus (`details.menu`) close when something else is pressed, and with Escape, which leads back to their button.

/** Listens once, for every menu there is or will be. */
export function startMenus(): void {
  const close = (except: Node | null): HTMLDetailsElement[] => {
    const open = [...document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')];
    const others = open.filter((menu) => !menu.contains(except));
    for (const menu of others) menu.open = false;
    return others;
  };
  document.addEventListener('pointerdown', (event) => {
    close(event.target instanceof Node ? event.target : null);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    const focused = document.activeElement;
    const closed = close(null).find((menu) => menu.contains(focused));
    closed?.querySelector('summary')?.focus();
  });
}
