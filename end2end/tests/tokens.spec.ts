import { expect, expectAccessible, open, test, wake } from './fixtures';

test('a token is made, its secret is told once, and it is revoked', async ({ signedIn: page, context, javaScriptEnabled }) => {
  const hydrated = javaScriptEnabled !== false;
  await open(page, '/settings', javaScriptEnabled);
  await page.getByRole('link', { name: 'Access tokens…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Access tokens');
  await expect(page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Read', exact: true })).toBeChecked();
  await page.getByLabel('Name', { exact: true }).fill('A script');
  await page.getByRole('radio', { name: 'Read and change' }).check();
  await page.getByLabel('Good for').selectOption('365 days');
  await page.getByRole('button', { name: 'Make the token' }).click();

  const secret = page.getByLabel('Secret', { exact: true });
  await expect(secret).toHaveValue(/^gitgud_pat_[0-9a-f]{40}$/);
  await expect(secret).not.toBeEditable();
  await expect(page.getByText('“A script” is made')).toBeVisible();
  await expect(page.getByText('it is not shown again')).toBeVisible();
  const told = await secret.inputValue();
  const copy = page.getByRole('button', { name: 'Copy the secret' });
  if (hydrated) {
    await expectAccessible(page);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await copy.click();
    await expect(page.locator('.toast')).toHaveText('Copied.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(told);
  } else {
    await expect(copy).toBeHidden();
  }
  const row = page.getByRole('list').getByRole('listitem').filter({ hasText: 'A script' });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(`gitgud_pat_…${told.slice(-4)}`);
  await expect(row).toContainText('Read and change');
  await expect(row).toContainText('never used');
  // The form is ready for the next one.
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('');

  // Without scripts this sends the form again; it makes no second one.
  await page.reload();
  if (hydrated) await wake(page);
  await expect(row).toHaveCount(1);
  await expect(secret).toHaveCount(0);
  expect(await page.content()).not.toContain(told);

  await page.getByText('Revoke “A script”…').click();
  await page.getByRole('button', { name: 'Revoke the token' }).click();
  await expect(page.getByText('The token is revoked')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible();
  if (hydrated) await expectAccessible(page);
});

test('a secret is out of sight once its token is revoked, and the next token has another', async ({ signedIn: page, javaScriptEnabled }) => {
  await open(page, '/settings/tokens', javaScriptEnabled);
  const secret = page.getByLabel('Secret', { exact: true });
  const make = async (name: string) => {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: 'Make the token' }).click();
    await expect(page.getByText(`“${name}” is made`)).toBeVisible();
    return secret.inputValue();
  };
  const revoke = page.getByRole('button', { name: 'Revoke the token' });
  const first = await make('First');
  await page.getByText('Revoke “First”…').click();
  await expect(revoke).toBeVisible();
  expect(await make('Second')).not.toBe(first);
  if (javaScriptEnabled !== false) {
    // What was opened stays with the token it was opened for.
    await expect(page.getByRole('listitem').filter({ has: revoke })).toContainText('First');
    await page.getByText('Revoke “First”…').click();
  }
  await expect(revoke).toHaveCount(0);
  await page.getByLabel('Name', { exact: true }).fill('half a na');
  await page.getByText('Revoke “Second”…').click();
  await page.getByRole('button', { name: 'Revoke the token' }).click();
  await expect(page.getByText('The token is revoked')).toBeVisible();
  await expect(secret).toHaveCount(0);
  await expect(page.getByText('Revoke “First”…')).toBeVisible();
  await expect(revoke).toHaveCount(0);
  // What was typed for another token is not lost with this one, where no new page is opened.
  if (javaScriptEnabled !== false) await expect(page.getByLabel('Name', { exact: true })).toHaveValue('half a na');
});

test.describe('mistakes', () => {
  test.use({ expectsErrors: true });

  test('a token without a name is refused where the name belongs, and what was chosen stays', async ({ signedIn: page, javaScriptEnabled }) => {
    await open(page, '/settings/tokens', javaScriptEnabled);
    await page.getByRole('radio', { name: 'Read and change' }).check();
    await page.getByRole('button', { name: 'Make the token' }).click();
    await expect(page.getByText('Give it a name, such as the program that uses it.')).toBeVisible();
    await expect(page.getByRole('radio', { name: 'Read and change' })).toBeChecked();
    await expect(page.getByRole('heading', { name: 'No tokens yet' })).toBeVisible();
    if (javaScriptEnabled !== false) await expectAccessible(page);
  });
});
