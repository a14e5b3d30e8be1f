import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Loader.css';
import '@mantine/core/styles/ActionIcon.css';
import '@mantine/core/styles/Button.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/PasswordInput.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import './style/themes.css';
import './style/base.css';
import './style/pictures.css';
import { createRoot } from 'react-dom/client';
import { Door } from './api/gate';
import { Live } from './api/live';
import { App } from './App';
import { sayUnreachable } from './gate/unreachable';
import { theme } from './show/taste';
import { beginWords, isLanguage } from './words/words';

const wear = (): void => {
  document.documentElement.dataset['theme'] = theme.get();
};

/** The language of the browser, where there is a catalogue for it, until somebody is known. */
const language = navigator.language.slice(0, 2);

async function begin(root: HTMLElement): Promise<void> {
  wear();
  theme.subscribe(wear);
  try {
    await beginWords(isLanguage(language) ? language : 'en');
  } catch {
    // A browser asks once for a part of a page; what failed comes with a page that is new.
    sayUnreachable(root, language, () => {
      location.reload();
    });
    return;
  }
  const door = new Door((path, init) => fetch(path, init));
  const live = new Live(door);
  createRoot(root).render(<App here={{ door, live }} />);
  void door.load();
}

const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no root');
}
void begin(root);
