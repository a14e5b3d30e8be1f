import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type ApiProblem } from '../api/problem';
import type { Session } from '../api/types';
import { useHere } from '../parts/context';
import { Trouble } from '../parts/States';
import { Card } from './Card';
import { NameStep } from './NameStep';
import { isAcceptable, NewPassword } from './NewPassword';

/** The very first visit: the code from the node's own output makes the first administrator. */
export function SetUp({ session }: { readonly session: Session }) {
  const { t, i18n } = useTranslation();
  const { door } = useHere();
  const [form, setForm] = useState({ code: '', name: '', display: '', password: '', again: '' });
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const change = (part: Partial<typeof form>): void => setForm({ ...form, ...part });
  const isReady =
    codeLetters(form.code) === CODE_LETTERS &&
    form.name.trim() !== '' &&
    isAcceptable(form.password, form.again, form.name);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const body = {
        code: form.code.trim().toUpperCase(),
        name: form.name.trim(),
        displayName: form.display.trim() === '' ? form.name.trim() : form.display.trim(),
        password: form.password,
      };
      await door.takeNew(await door.api.post<Session>('/api/v1/set-up', body), i18n.language);
    } catch (caught) {
      setProblem(asProblem(caught));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card session={session} name="setUp" title={t('setUp.title')}>
      <p>{t('setUp.lead')}</p>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextInput
          label={t('setUp.code')}
          description={t('setUp.codeHint')}
          placeholder="XXXX-XXXX-XXXX-XXXX-XXXX"
          value={form.code}
          onChange={(event) => change({ code: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          required
        />
        <NameStep
          session={session}
          code={form.code.trim().toUpperCase()}
          isCodeWhole={codeLetters(form.code) === CODE_LETTERS}
        />
        <h2>{t('setUp.first')}</h2>
        <TextInput
          label={t('person.name')}
          description={t('setUp.nameHint')}
          value={form.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          autoComplete="username"
          spellCheck={false}
          maxLength={64}
          required
        />
        <TextInput
          label={t('person.displayName')}
          value={form.display}
          onChange={(event) => change({ display: event.currentTarget.value })}
          autoComplete="name"
          maxLength={128}
        />
        <NewPassword
          name={form.name}
          password={form.password}
          again={form.again}
          onPassword={(password) => change({ password })}
          onAgain={(again) => change({ again })}
        />
        {problem !== undefined && <Trouble problem={problem} />}
        <Button type="submit" disabled={!isReady} loading={isBusy}>
          {t('setUp.begin')}
        </Button>
      </form>
    </Card>
  );
}

const CODE_LETTERS = 20;
const codeLetters = (code: string): number => code.replace(/[^A-Za-z0-9]/g, '').length;
