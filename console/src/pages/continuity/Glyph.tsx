import type { CellState } from '../../heat/cells';

/** A shape for each state, so that a picture printed in black says the same. */
export function Glyph({
  state,
  x,
  y,
  width,
  height,
}: {
  readonly state: CellState;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}) {
  const middle = x + width / 2;
  const centre = y + height / 2;
  const r = Math.max(2, Math.min(width, height) / 2 - 1.5);
  switch (state) {
    case 'gap':
      return (
        <path
          className="cell-glyph-on-critical"
          d={`M${middle - r} ${centre - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`}
        />
      );
    case 'late':
      return (
        <path
          className="cell-glyph-solid"
          d={`M${middle - r} ${centre + r}h${2 * r}l${-r} ${-2 * r}Z`}
        />
      );
    case 'reordered':
      return (
        <path
          className="cell-glyph"
          d={`M${middle - r} ${centre - r}l${2 * r} ${2 * r}M${middle - r} ${centre}h${2 * r}M${middle - r} ${centre + r}l${2 * r} ${-2 * r}`}
        />
      );
    case 'clock':
      return (
        <>
          <circle className="cell-glyph" cx={middle} cy={centre} r={r} />
          <path className="cell-glyph" d={`M${middle} ${centre - r}v${r}h${r * 0.7}`} />
        </>
      );
    case 'silent':
      return <path className="cell-glyph" d={`M${middle - r} ${centre}h${2 * r}`} />;
    case 'pruned':
      return (
        <path className="cell-glyph" d={`M${middle - r} ${centre + r}l${2 * r} ${-2 * r}`} />
      );
    case 'not-yet':
      return <circle className="cell-glyph" cx={middle} cy={centre} r={r * 0.7} />;
    case 'running':
      return (
        <path className="cell-glyph-solid" d={`M${middle - r * 0.6} ${centre - r}v${2 * r}l${r * 1.4} ${-r}Z`} />
      );
    case 'unknown':
      return <circle className="cell-glyph-solid" cx={middle} cy={centre} r="1.3" />;
    case 'full':
    case 'none':
      return null;
  }
}
