import { Button } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import { Help } from './Help';

export const PAGE_NAMES = [
  'home',
  'map',
  'sources',
  'continuity',
  'ledger',
  'proof',
  'audit',
  'people',
  'approvals',
  'plant',
  'health',
  'account',
  'findings',
  'zone',
  'conduit',
  'connections',
  'device',
] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** A page: its title, what it answers, its tools, and what an auditor would ask here. */
export function Page({
  name,
  tools,
  children,
}: {
  readonly name: PageName;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useEffect(() => {
    document.title = `${t(`place.${name}`)} · Penstock`;
  }, [name, t]);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{t(`place.${name}`)}</h1>
          <p className="soft">{t(`lead.${name}`)}</p>
        </div>
        <div className="row">
          {tools}
          <Button
            size="xs"
            variant="default"
            aria-expanded={isHelpOpen}
            onClick={() => setHelpOpen(!isHelpOpen)}
          >
            {t('help.ask')}
          </Button>
        </div>
      </div>
      {isHelpOpen && (
        <Help name={name}>
          {name !== 'findings' && <Link to="/findings">{t('finding.all')}</Link>}
        </Help>
      )}
      {children}
    </>
  );
}
