import { expect, expectAccessible, open, test, wake } from './fixtures';
import type { Page } from '@playwright/test';

/** Everything that must come out as it went in. */
const EXACT = '\n\tif a < b && "é" != \'𝄞\':  \n\t\treturn [1, 2]\u00a0# ‮ \u2028 </textarea>\n\n    done()\n';

const editor = (page: Page) => page.getByRole('textbox', { name: 'Code' });
const area = (page: Page) => page.locator('#code');

/** The form for a new attempt, and what of the scripts has been loaded since. */
async function attemptForm(page: Page): Promise<string[]> {
  const loaded: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/js/')) loaded.push(pathname);
  });
  await open(page, '/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F', true);
  await page.getByRole('button', { name: 'Add the problem' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two Sum');
  await open(page, `${new URL(page.url()).pathname}/attempts/new`, true);
  return loaded;
}

async function openEditor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the code editor' }).click();
  await expect(editor(page)).toBeFocused();
}

test('the editor is loaded when it is opened, remembered, and given back', async ({ signedIn: page }) => {
  const loaded = await attemptForm(page);
  expect(loaded.filter((path) => path !== '/js/enhance.js')).toEqual([]);
  await area(page).fill('x = 1');
  await openEditor(page);
  expect(loaded).toContain('/js/editor.js');
  expect(loaded.some((path) => path.startsWith('/js/chunks/python'))).toBe(false);
  await expect(editor(page)).toHaveText('x = 1');
  await page.reload();
  await expect(editor(page)).toBeVisible();
  await page.getByRole('button', { name: 'Use the plain text field' }).click();
  await expect(area(page)).toBeFocused();
  await expect(editor(page)).toHaveId('code');
  await page.reload();
  await wake(page);
  await expect(page.getByRole('button', { name: 'Open the code editor' })).toBeVisible();
  await expect(editor(page)).toHaveId('code');
});

test('what is typed is in the form at once, and what the form holds is in the editor', async ({ signedIn: page }) => {
  await attemptForm(page);
  await page.evaluate(() => {
    document.addEventListener('input', (event) => {
      const heard = (window as any).heard ??= [];
      heard.push(`${(event.target as HTMLElement).id}: ${(event.target as HTMLTextAreaElement).value}`);
    });
  });
  await openEditor(page);
  await page.keyboard.type('if (a) {');
  await expect(area(page)).toHaveValue('if (a) {}');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('b');
  await expect(area(page)).toHaveValue(/^if \(a\) \{\n {4}/);
  expect(await page.evaluate(() => (window as any).heard[0])).toBe('code: i');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(area(page)).not.toHaveValue(/b/);
  // A script, such as the one that brings back a draft, writes into the field.
  await area(page).evaluate((field: HTMLTextAreaElement) => {
    field.value = 'from elsewhere';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await expect(editor(page)).toHaveText('from elsewhere');
});

test('every character arrives as it was', async ({ signedIn: page }) => {
  await attemptForm(page);
  await openEditor(page);
  await page.evaluate((text) => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', text);
    const content = document.querySelector('code-editor')!.shadowRoot!.querySelector('.cm-content')!;
    content.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, EXACT);
  await expect(area(page)).toHaveValue(EXACT);
  await page.getByRole('radio', { name: 'Solved' }).check();
  await editor(page).focus();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('article').getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit an attempt');
  await expect(editor(page)).toBeVisible();
  await expect(area(page)).toHaveValue(EXACT);
  await page.getByRole('button', { name: 'Save the attempt' }).click();
  await page.getByRole('article').getByRole('link', { name: 'Edit' }).click();
  await expect(area(page)).toHaveValue(EXACT);
});

test('the colours follow the language', async ({ signedIn: page }) => {
  const loaded = await attemptForm(page);
  await page.getByLabel('Language').fill('Python 3');
  await area(page).fill('def f():  # two\n    return 1');
  await openEditor(page);
  const colour = (words: string) => editor(page).getByText(words, { exact: true }).evaluate((word) => getComputedStyle(word).color);
  await expect(editor(page).getByText('def', { exact: true })).toHaveCSS('font-weight', '700');
  expect(loaded.filter((path) => path.startsWith('/js/chunks/python'))).toHaveLength(1);
  expect(await colour('def')).not.toBe(await colour('# two'));
  await page.getByLabel('Language').fill('C#');
  await area(page).evaluate((field: HTMLTextAreaElement) => {
    field.value = 'var x = "s"; // two';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await expect(editor(page).getByText('var', { exact: true })).toHaveCSS('font-weight', '700');
  await page.getByLabel('Language').fill('Klingon');
  await expect(editor(page).getByText('var x = "s"; // two', { exact: true })).toBeVisible();
});

test('every language of the form has its colours', async ({ signedIn: page }) => {
  await attemptForm(page);
  await openEditor(page);
  await area(page).evaluate((field: HTMLTextAreaElement) => {
    field.value = '"some words" if for while class let 123 # // --';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  const names = await page.locator('#languages option').evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(names.length).toBeGreaterThan(10);
  for (const name of [...names, 'Scala', 'golang', 'python3.12', 'C++ 20 (GCC)', 'node']) {
    await page.getByLabel('Language').fill('none');
    await expect(editor(page).locator('.cm-line span'), 'plain').toHaveCount(0);
    await page.getByLabel('Language').fill(name);
    await expect(editor(page).locator('.cm-line span').first(), name).toBeVisible();
  }
});

test('the keyboard gets out of the editor', async ({ signedIn: page }) => {
  await attemptForm(page);
  await openEditor(page);
  const save = page.getByRole('button', { name: 'Save the attempt' });
  await page.keyboard.press('Tab');
  await expect(editor(page)).toBeFocused();
  await expect(area(page)).toHaveValue('    ');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(save).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(editor(page)).toBeFocused();
  // Tab indents again, until it is told otherwise.
  await page.keyboard.press('Tab');
  await expect(area(page)).toHaveValue('        ');
  await page.keyboard.press('Control+m');
  await expect(page.getByText('Tab leaves the editor.')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(save).toBeFocused();
  await page.getByText('Code', { exact: false }).and(page.locator('label')).click();
  await expect(editor(page)).toBeFocused();
  const described = await editor(page).evaluate((content) => (content.getRootNode() as ShadowRoot)
    .getElementById('keys')!.textContent);
  expect(described).toContain('Escape, then Tab');
  await expect(editor(page)).toHaveAccessibleDescription(/Escape, then Tab/);
});

test.describe('mistakes', () => {
  test.use({ expectsErrors: true });

  test('a form that comes back keeps its code, and Ctrl+Enter in the editor sends it', async ({ signedIn: page }) => {
    await attemptForm(page);
    await openEditor(page);
    await page.keyboard.type('f()');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('Say what came of it')).toBeVisible();
    await expect(area(page)).toHaveValue('f()');
    await expect(editor(page)).toHaveText('f()');
  });

  test('a mistake in the code is told by the editor, which takes the focus for it', async ({ signedIn: page }) => {
    await attemptForm(page);
    await page.getByRole('radio', { name: 'Solved' }).check();
    await openEditor(page);
    await area(page).evaluate((field: HTMLTextAreaElement) => {
      field.value = 'x'.repeat(200_001);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.getByRole('button', { name: 'Save the attempt' }).click();
    await expect(editor(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(editor(page)).toHaveAccessibleDescription(/200,000/);
    await expect(editor(page)).toBeFocused();
  });
});

test('200,000 characters can be edited', async ({ signedIn: page }) => {
  await attemptForm(page);
  const line = 'for (let i = 0; i < n; i += 1) { f(i); } // 0123\n';
  const text = line.repeat(Math.floor(200_000 / line.length) - 1);
  await area(page).evaluate((field: HTMLTextAreaElement, value) => { field.value = value; }, text);
  await page.getByLabel('Language').fill('JavaScript');
  await openEditor(page);
  await page.keyboard.press('Control+End');
  // From the key to the end of the frame that shows it, measured in the page: what this test's own tools do in between is
  // none of the editor's time. Of twenty keys the quickest, whatever else this machine does.
  await page.evaluate(() => {
    const took: number[] = [];
    let pressed = 0;
    document.addEventListener('keydown', ({ timeStamp }) => { pressed = timeStamp; }, { capture: true });
    document.addEventListener('beforeinput', () => requestAnimationFrame(() => setTimeout(() => {
      took.push(performance.now() - pressed);
      document.body.dataset.took = String(took.length);
      document.body.dataset.quickest = String(Math.min(...took));
    })), { capture: true });
  });
  for (let key = 1; key <= 20; key += 1) {
    await page.keyboard.press('x');
    await expect(page.locator(`body[data-took="${key}"]`)).toBeAttached();
  }
  await expect(area(page)).toHaveValue(`${text}${'x'.repeat(20)}`);
  expect(await page.evaluate(() => Number(document.body.dataset.quickest))).toBeLessThan(100);
});

test('the editor opens by itself before the wasm arrives, and the page hydrates all the same', async ({ signedIn: page }) => {
  await attemptForm(page);
  await openEditor(page);
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => { arrive = resolve; });
  await page.route('**/*.wasm', async (route) => {
    await arrival;
    await route.continue();
  });
  await page.reload();
  await editor(page).focus();
  await page.keyboard.type('early');
  await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
  arrive();
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.keyboard.type(' bird');
  await expect(area(page)).toHaveValue('early bird');
  await expect(editor(page)).toHaveText('early bird');
});

test.describe('without the editor', () => {
  test.use({ expectsErrors: true });

  test('the plain field stays when the editor cannot be loaded', async ({ signedIn: page }) => {
    await attemptForm(page);
    await page.route('**/js/editor.js*', (route) => route.abort());
    await area(page).fill('kept');
    await page.getByRole('button', { name: 'Open the code editor' }).click();
    await expect(page.getByText('The editor could not be loaded.')).toBeVisible();
    await expect(area(page)).toHaveValue('kept');
    await expect(area(page)).toBeEditable();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 900 } });

    test('the open editor has no axe violation and does not scroll the page sideways', async ({ signedIn: page }) => {
      await attemptForm(page);
      await page.getByLabel('Language').fill('Python');
      await area(page).fill(`@cache\nclass A(B):\n    """doc"""\n    def two_sum(self, nums: List[int]) -> None:  # comment\n        if x == 0x1f and True: raise ValueError("no\\n", ${'x'.repeat(200)})\n`);
      await openEditor(page);
      await expect(editor(page).getByText('class', { exact: true })).toHaveCSS('font-weight', '700');
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `screenshots/editor-${colorScheme}.png`, fullPage: true });
    });
  });
}
