import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlantModel, PlantReview, PlantVersions } from '../../api/types';
import { POLL_MS, useAsked, type Asked } from '../../parts/asking';
import { useMay } from '../../parts/context';
import { Page } from '../../parts/Page';
import { Nothing, Trouble, Waiting } from '../../parts/States';
import { Model } from './Model';
import { Propose } from './Propose';
import { Validations } from './Validations';
import { Versions } from './Versions';

/** What the site is made of, what it was before, and the way to another model. */
export function PlantPage() {
  const { t } = useTranslation();
  const mayChange = useMay('plant.change');
  const model = useAsked<PlantModel>('/api/v1/plant');
  const isNone = model.problem?.code === 'plant-unknown';
  // Who sees one zone sees the model as far as that goes, and none of its versions.
  const isWhole = model.data?.isWhole === true || isNone;
  const versions = useAsked<PlantVersions>('/api/v1/plant/versions', { isWanted: isWhole });
  const review = useAsked<PlantReview>('/api/v1/plant/validations', {
    isWanted: model.data?.isWhole === true,
    everyMs: POLL_MS,
    isEnough: (answer) => answer.isRead,
  });
  const [isOpen, setOpen] = useState(false);
  const tools =
    mayChange && isWhole ? (
      <Button size="xs" onClick={() => setOpen(true)}>
        {t('plant.propose')}
      </Button>
    ) : undefined;
  return (
    <Page name="plant" tools={tools}>
      <div className="stack">
        <InForce model={model} isNone={isNone} />
        {review.problem !== undefined && <Trouble problem={review.problem} again={review.again} />}
        {review.data !== undefined && <Validations review={review.data} />}
        {isWhole && versions.problem !== undefined && (
          <Trouble problem={versions.problem} again={versions.again} />
        )}
        {versions.data !== undefined && <Versions versions={versions.data} />}
      </div>
      {isOpen && <Propose hasModel={model.data !== undefined} onClose={() => setOpen(false)} />}
    </Page>
  );
}

function InForce({
  model,
  isNone,
}: {
  readonly model: Asked<PlantModel>;
  readonly isNone: boolean;
}) {
  const { t } = useTranslation();
  if (isNone) {
    return (
      <section className="panel">
        <Nothing title={t('plant.none')}>
          <p>{t('plant.noneWords')}</p>
        </Nothing>
      </section>
    );
  }
  if (model.problem !== undefined) {
    return <Trouble problem={model.problem} again={model.again} />;
  }
  return model.data === undefined ? <Waiting /> : <Model model={model.data} />;
}
