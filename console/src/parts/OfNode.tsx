import { useTranslation } from 'react-i18next';

/** What the node wrote in its own words, which are English: said so where the page is in another language. */
export function OfNode({ words }: { readonly words: string }) {
  const { t, i18n } = useTranslation();
  return i18n.language === 'en' ? (
    words
  ) : (
    <>
      <span className="soft">{t('state.nodeSays')}</span> <span lang="en">{words}</span>
    </>
  );
}
