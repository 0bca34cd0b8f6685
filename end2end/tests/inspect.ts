// What is measured on a page. Each function answers with what is wrong, in words; nothing wrong is an empty list.
import type { Page } from '@playwright/test';

/** Widths at which nothing may scroll sideways: 320 is a window of 1280 at 400 % zoom. */
export const WIDTHS = [320, 390, 768, 1280, 1920] as const;

export const TEXT_SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;
export const LARGE_TEXT = 'html { font-size: 200% !important; }';

/** Puts a sheet of one's own over the page's, as a reader's own styles are; the content security policy stays as it is. */
export async function withStyles(page: Page, css: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = text ? [sheet] : [];
  }, css);
}

export async function headings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const first = document.querySelectorAll('h1').length;
    return [
      ...(first === 1 ? [] : [`${first} headings of the first level`]),
      ...(/^.+ · GitGud$/.test(document.title) ? [] : [`the title is “${document.title}”`]),
      ...(document.documentElement.lang === 'en' ? [] : ['the page does not say its language']),
    ];
  });
}

/** Whether the page is wider than the window. */
export async function sideways(page: Page, when: string): Promise<string[]> {
  return page.evaluate((at) => {
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over <= 0) return [];
    const guilty = [...document.querySelectorAll('main *, header *, footer *')]
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
      .slice(-3).map((element) => element.outerHTML.slice(0, 120));
    return [`${at}: ${over} px wider than the window: ${guilty.join(' | ')}`];
  }, when);
}

/** Text that cannot be read: cut off by its box, or under other text. */
export async function lost(page: Page, when: string): Promise<string[]> {
  return page.evaluate((at) => {
    const wrong: string[] = [];
    const lines: { element: Element; rect: DOMRect }[] = [];
    const outOfFlow = (element: Element) => {
      for (let box: Element | null = element; box; box = box.parentElement) {
        const { position, clipPath, overflowX } = getComputedStyle(box);
        // What is scrolled out of its box is not seen over its neighbours.
        if ((overflowX === 'auto' || overflowX === 'scroll') && box.scrollWidth > box.clientWidth + 1 && box !== document.documentElement) return true;
        if (position === 'absolute' || position === 'fixed' || position === 'sticky' || clipPath !== 'none' || box.matches('dialog, [popover], svg, pre')) return true;
      }
      return false;
    };
    // Its text reaches further than what is seen of it.
    const shortened = (element: Element) => {
      for (let box: Element | null = element; box; box = box.parentElement) {
        if (getComputedStyle(box).textOverflow === 'ellipsis' && box.scrollWidth > box.clientWidth) return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim());
      if (!own.length || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (outOfFlow(element)) continue;
      for (let box: HTMLElement | null = element; box; box = box.parentElement) {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(box);
        const cut = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
        // Shortened on purpose: all of it stands somewhere else.
        if (textOverflow === 'ellipsis') continue;
        if (cut(overflowX) && box.scrollWidth > box.clientWidth + 1 || cut(overflowY) && box.scrollHeight > box.clientHeight + 1) {
          wrong.push(`${at}: cut off: ${box.outerHTML.slice(0, 120)}`);
        }
      }
      if (element.matches('option, script, style, textarea')) continue;
      if (shortened(element)) continue;
      for (const node of own) {
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const rect of range.getClientRects()) if (rect.width > 1) lines.push({ element, rect });
      }
    }
    lines.sort((one, other) => one.rect.top - other.rect.top);
    for (const [index, one] of lines.entries()) {
      for (let next = index + 1; next < lines.length && lines[next].rect.top < one.rect.bottom; next += 1) {
        const other = lines[next];
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const height = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        const width = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        if (width > 2 && height > 0.4 * Math.min(one.rect.height, other.rect.height)) {
          wrong.push(`${at}: over each other: “${one.element.textContent!.slice(0, 60)}” and “${other.element.textContent!.slice(0, 60)}”`);
        }
      }
    }
    return [...new Set(wrong)].slice(0, 10);
  }, when);
}

const INTERACTIVE = 'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary, [contenteditable=true], [tabindex]:not([tabindex="-1"])';

/** Targets under 24 × 24 px (2.5.8), unless they stand in a sentence or far enough from every other. */
export async function smallTargets(page: Page, when: string): Promise<string[]> {
  return page.evaluate(([at, selector]) => {
    const modal = document.querySelector(':modal');
    const targets = [...(modal ?? document).querySelectorAll<HTMLElement>(selector)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.visually-hidden, .skip-link:not(:focus)'))
      .map((element) => {
        // Whoever presses the label presses the box.
        const label = element.matches('[type=checkbox], [type=radio]') ? element.closest('label') : null;
        return { element, rect: (label ?? element).getBoundingClientRect() };
      })
      .filter(({ rect }) => rect.width > 0 && rect.height > 0);
    const small = (rect: DOMRect) => rect.width < 23.5 || rect.height < 23.5;
    const middle = (rect: DOMRect) => [rect.left + rect.width / 2, rect.top + rect.height / 2];
    const inSentence = ({ element }: { element: HTMLElement }) =>
      getComputedStyle(element).display === 'inline' && element.parentElement!.textContent!.trim() !== element.textContent!.trim();
    return targets.filter((target) => small(target.rect) && !inSentence(target) && targets.some((other) => {
      if (other === target || other.element.contains(target.element) || target.element.contains(other.element)) return false;
      const [x, y] = middle(target.rect);
      const apart = (left: number, top: number) => Math.hypot(x - left, y - top);
      const nearest = apart(Math.max(other.rect.left, Math.min(x, other.rect.right)), Math.max(other.rect.top, Math.min(y, other.rect.bottom)));
      return nearest < 12 || small(other.rect) && apart(...middle(other.rect) as [number, number]) < 24;
    })).slice(0, 5).map(({ element, rect }) => `${at}: ${Math.round(rect.width)} × ${Math.round(rect.height)} px: ${element.outerHTML.slice(0, 120)}`);
  }, [when, INTERACTIVE] as const);
}

/** Whatever the keyboard reaches without showing it (2.4.7), or under something else (2.4.11). */
export async function lostFocus(page: Page): Promise<string[]> {
  // From here on the browser shows the focus as it does for a keyboard.
  await page.keyboard.press('Tab');
  return page.evaluate((selector) => {
    const wrong: string[] = [];
    const modal = document.querySelector(':modal');
    const before = document.activeElement as HTMLElement | null;
    const reachable = [...(modal ?? document).querySelectorAll<HTMLElement>(selector)]
      .filter((element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }));
    for (const element of reachable.slice(0, 400)) {
      element.focus();
      if (document.activeElement !== element) continue;
      element.scrollIntoView({ block: 'nearest' });
      const say = (what: string) => wrong.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
      const shows = (face: Element | null) => {
        if (!face) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(face);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      };
      const faces = [getComputedStyle(element).opacity === '0' ? null : element, element.nextElementSibling, element.closest('.cm-editor')];
      if (!element.matches(':focus-visible') || !faces.some(shows)) say('the focus is not shown');
      const rect = (element.getClientRects()[0] ?? element.getBoundingClientRect());
      const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.2], [0.5, 0.8]];
      const free = points.some(([x, y]) => {
        const hit = document.elementFromPoint(rect.left + rect.width * x, rect.top + rect.height * y);
        return hit !== null && (element.contains(hit) || hit.closest('label')?.contains(element) || hit.contains(element) && hit !== document.documentElement && hit !== document.body);
      });
      // A menu that the reader opened goes away with Escape, which shows what is under it: the criterion lets that be.
      const middle = document.elementFromPoint(rect.left + rect.width / 2, rect.top + rect.height / 2);
      if (!free && !middle?.closest('details.menu[open]')) say('the focus is under something');
    }
    before?.focus();
    return wrong.slice(0, 5);
  }, INTERACTIVE);
}
