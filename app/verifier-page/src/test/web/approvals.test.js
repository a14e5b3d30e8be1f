import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApprovalPieces } from '../../web/check/approvals.js';

/** @param {number} filler */
const id = (filler) => new Uint8Array(16).fill(filler);

/** On the node's word, without words. @param {Uint8Array} author */
const statement = (author) => [
  id(2),
  'approval',
  'person.reset',
  ['re-authentication', id(3), author, null],
  1n,
  2n,
  [new Uint8Array(32)],
];

test('what stands behind 20,000 statements of approvals is not checked, and that is said', () => {
  const pieces = new ApprovalPieces();
  for (let i = 0; i < 20_000; i++) {
    pieces.takeStatement(statement(id(1)), 'blocks/0');
  }
  assert.equal(pieces.claim().reason, 'APPROVAL_ATTESTED');
  // Its author agreed to it.
  pieces.takeStatement(statement(id(2)), 'blocks/0');
  assert.equal(pieces.fault, null);
  assert.equal(pieces.claim().reason, 'TOO_LARGE');
});

test('more statements in all files together than in one are too many', () => {
  const all = new ApprovalPieces();
  for (let file = 0; file < 2; file++) {
    const next = new ApprovalPieces();
    for (let i = 0; i < 10_000 + file; i++) {
      next.takeStatement(statement(id(1)), 'blocks/0');
    }
    all.takeAll(next);
    assert.equal(all.claim().reason, file === 0 ? 'APPROVAL_ATTESTED' : 'TOO_LARGE');
  }
});

test('of the access records of an approval the one with the highest number counts', () => {
  const all = new ApprovalPieces();
  const earlier = new ApprovalPieces();
  all.takeAccess([null, 'approval.approve', 'abc', 2], 8n);
  earlier.takeAccess([null, 'approval.approve', 'abc', 1], 7n);
  all.takeAll(earlier);
  assert.equal(all.claim().reason, 'NO_APPROVAL');
  all.takeAccess([null, 'approval.approve', 'abc', 1], 9n);
  assert.equal(all.claim().reason, 'APPROVAL_ATTESTED');
});
