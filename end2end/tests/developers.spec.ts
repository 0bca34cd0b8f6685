import { expect, test } from './fixtures';

// The document has the small scripts and not the app, so nothing has to wake.

test('every page leads to the description of the API, and that asks for no session', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Developers' }).click();
  await expect(page).toHaveURL(/\/developers$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The GitGud API');
  await expect(page.getByRole('table', { name: 'Codes' }).getByText('too_many_requests')).toBeVisible();
});

test('the outline leads to a section by the keyboard, and reading goes on there', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/developers');
  const outline = page.getByRole('navigation', { name: 'On this page', exact: true });
  await outline.getByRole('link', { name: 'POST /parse-url' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#parseUrl$/);
  const section = page.getByRole('region', { name: 'POST /api/v1/parse-url' });
  await expect(section.getByRole('heading', { level: 3 })).toBeInViewport();
  // It stays in sight beside what it led to.
  await expect(outline).toBeInViewport();
  await page.keyboard.press('Tab');
  await expect(section.locator(':focus')).toHaveCount(1);
});

test('on a phone the outline is folded, and the keyboard opens it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto('/developers');
  const folded = page.locator('.api__folded');
  await expect(folded.getByRole('link', { name: 'Tokens', exact: true })).toBeHidden();
  await folded.locator('summary').focus();
  await page.keyboard.press('Enter');
  await folded.getByRole('link', { name: 'GET /stats' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 3, name: '/api/v1/stats' })).toBeInViewport();
});

test('a code of an answer is explained where its status leads', async ({ page }) => {
  await page.goto('/developers');
  const section = page.getByRole('region', { name: 'DELETE /api/v1/problems/{id}' });
  await section.getByRole('link', { name: '412 Precondition Failed' }).click();
  await expect(page.getByRole('rowheader', { name: 'precondition_failed' })).toBeInViewport();
});

test('a request is copied as it stands', async ({ page, context, javaScriptEnabled }) => {
  await page.goto('/developers');
  const button = page.getByRole('button', { name: 'Copy POST /problems', exact: true });
  if (javaScriptEnabled === false) {
    await expect(button).toBeHidden();
    return;
  }
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Copied.').first()).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const [command, ...rest] = copied.split(' \\\n  ');
  expect(command).toBe('curl -X POST "$GITGUD/api/v1/problems"');
  expect(rest.at(-1)).toMatch(/^-d '\{\n {2}"id": /);
});
