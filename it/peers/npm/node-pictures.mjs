// Takes a picture of every page of a real node in every theme.
import { join } from 'node:path';

const PLANT = {
  home: '', sources: 'sources', continuity: 'continuity',
  ledger: 'ledger', proof: 'proof', audit: 'audit', roles: 'people?tab=roles', approvals: 'approvals', plant: 'plant',
  'approvals-all': 'approvals?state=all', health: 'health', account: 'account',
};
const PEOPLE = {
  people: 'people', sessions: 'people?tab=sessions', tokens: 'people?tab=tokens', certificates: 'people?tab=certificates',
};

const STYLES = {
  day: {}, night: { theme: 'night' }, print: { media: 'print' }, german: { language: 'de' }, narrow: { width: 360 },
};

/** Pages that are wider than their window, where anything is cut off. */
export async function takePictures(world, { ada, grete }, seen) {
  const wide = [];
  const raw = [];
  const names = [];
  const place = seen.followARecordToItsProof.place;
  const { number } = seen.seeLiveValues;
  const plant = { ...PLANT, 'sources-chosen': `sources?source=${number}&point=level`, 'proof-record': `proof?place=${place}` };
  const walk = async (person, pages) => {
    const { page } = person;
    for (const [style, { theme = 'day', media = 'screen', language = 'en', width = 1366 }] of Object.entries(STYLES)) {
      await page.setViewportSize({ width, height: 850 });
      await page.emulateMedia({ media: 'screen', colorScheme: theme === 'night' ? 'dark' : 'light' });
      await person.go('');
      await person.speak(language);
      await page.evaluate((worn) => localStorage.setItem('penstock-theme', worn), theme);
      for (const [name, path] of Object.entries(pages)) {
        await person.go(path);
        await page.emulateMedia({ media });
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(world.pictures, `${name}-${style}.png`), fullPage: true, animations: 'disabled' });
        names.push(`${name}-${style}`);
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
        if (isWide) wide.push(`${name}-${style}`);
        // A key of the catalogue where words should be.
        const text = await page.evaluate(() =>
          [...document.querySelectorAll('h1, h2, h3, p, th, dt, label, button, summary, caption')].map((each) => each.childNodes[0]?.textContent ?? '').join('\n'));
        raw.push(...(text.match(/^(place|lead|state|exception|continuity|proof|step|people|approvals|health|problem|help|deed|finding|detail|host|ties|breakGlass|plant|shred|trail|issued|notices)\.[A-Za-z.-]+$/gm) ?? [])
          .map((each) => `${name}-${style}: ${each}`));
      }
    }
    await page.evaluate(() => localStorage.setItem('penstock-theme', 'day'));
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
    await page.setViewportSize({ width: 1366, height: 850 });
    await person.go('');
    await person.speak('en');
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByRole('heading', { name: 'Locked' }).waitFor();
    await person.picture(`gate-locked-${person.name}`);
  };
  await Promise.all([walk(grete, plant), walk(ada, PEOPLE)]);
  return { wide, raw, names, count: (Object.keys(plant).length + Object.keys(PEOPLE).length) * Object.keys(STYLES).length };
}
