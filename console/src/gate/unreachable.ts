/** What is said when not even the words of the page could be fetched; so they stand here. */
const WORDS = {
  en: { said: 'This page could not be fetched from the node in full.', again: 'Fetch it again' },
  de: {
    said: 'Diese Seite konnte nicht vollständig vom Knoten geholt werden.',
    again: 'Noch einmal holen',
  },
} as const;

/** Says it in a page without anything else, with a way on. */
export function sayUnreachable(root: HTMLElement, language: string, again: () => void): void {
  const words = language === 'de' ? WORDS.de : WORDS.en;
  const card = document.createElement('div');
  card.className = 'gate-card panel';
  card.setAttribute('role', 'alert');
  const said = document.createElement('h1');
  said.textContent = words.said;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.again;
  button.addEventListener('click', again);
  const way = document.createElement('p');
  way.append(button);
  card.append(said, way);
  const main = document.createElement('main');
  main.className = 'gate';
  main.append(card);
  root.replaceChildren(main);
}
