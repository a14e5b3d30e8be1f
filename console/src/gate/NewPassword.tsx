import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Mark } from '../parts/Mark';

/** The rules that the page can see by itself; the node judges, and knows more (the worst, the last). */
export function rulesOf(password: string, name: string): { isLong: boolean; isNotName: boolean } {
  const length = [...password].length;
  return {
    isLong: length >= 12 && length <= 128,
    // Names of one or two letters are in every other sentence.
    isNotName: name.trim().length <= 2 || !password.toLowerCase().includes(name.trim().toLowerCase()),
  };
}

export const isAcceptable = (password: string, again: string, name: string): boolean => {
  const { isLong, isNotName } = rulesOf(password, name);
  return isLong && isNotName && password === again;
};

/** The name beside a password, for a keeper of passwords; nobody else sees it. */
export function UserName({ name }: { readonly name: string }) {
  return <input type="text" autoComplete="username" value={name} readOnly hidden />;
}

/** A new password, twice, with its rules. */
export function NewPassword({
  name,
  password,
  again,
  onPassword,
  onAgain,
}: {
  readonly name: string;
  readonly password: string;
  readonly again: string;
  readonly onPassword: (text: string) => void;
  readonly onAgain: (text: string) => void;
}) {
  const { t } = useTranslation();
  const { isLong, isNotName } = rulesOf(password, name);
  return (
    <>
      <PasswordInput
        label={t('password.new')}
        value={password}
        onChange={(event) => onPassword(event.currentTarget.value)}
        autoComplete="new-password"
        aria-describedby="password-rules"
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        required
      />
      <PasswordInput
        label={t('password.again')}
        value={again}
        onChange={(event) => onAgain(event.currentTarget.value)}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
        required
      />
      <ul className="rules" id="password-rules">
        <Rule isMet={isLong}>{t('password.rule.length')}</Rule>
        <Rule isMet={isNotName && password !== ''}>{t('password.rule.name')}</Rule>
        <Rule isMet={password !== '' && password === again}>{t('password.rule.same')}</Rule>
        <li className="soft">{t('password.rule.node')}</li>
      </ul>
    </>
  );
}

function Rule({ isMet, children }: { readonly isMet: boolean; readonly children: string }) {
  const { t } = useTranslation();
  return (
    <li>
      <Mark sort={isMet ? 'good' : 'calm'}>
        {children}
        <span className="unseen"> {t(isMet ? 'password.met' : 'password.notMet')}</span>
      </Mark>
    </li>
  );
}
