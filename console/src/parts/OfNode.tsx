import { useTranslation } from 'react-i18next';

/**
 * What the node wrote in its own words, which are English: marked so where the page is in another
 * language, and said to be the node's where it does not stand in a table of such words.
 */
export function OfNode({
  words,
  isInTable = false,
}: {
  readonly words: string;
  readonly isInTable?: boolean;
}) {
  const { t, i18n } = useTranslation();
  return i18n.language === 'en' ? (
    words
  ) : (
    <>
      {!isInTable && <span className="soft">{t('state.nodeSays')} </span>}
      <span lang="en">{words}</span>
    </>
  );
}
