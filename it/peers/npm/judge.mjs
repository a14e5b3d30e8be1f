// Answers questions about proofs and checkpoints with the code of Sigstore's own verifier. One
// question is one line of JSON on standard input; its answer is one line of JSON on standard output.
// Bytes are hexadecimal.
//
//   {"ask":"check-inclusion","leaf":"..","index":1,"size":3,"root":"..","proof":[..]}
//   {"ask":"check-checkpoint","note":"<text>","name":"..","keyHash":"<4 bytes>","key":"<SPKI DER>"}
//                                   {"ok":true} or {"ok":false,"why":".."}; a good checkpoint also
//                                   gives its origin, size and root
//
// A question that makes no sense is answered by {"error":".."}.
import { createPublicKey } from 'node:crypto';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const { VerificationError } = require('@sigstore/verify');
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/tlog/merkle.js');
const { verifyCheckpoint } = require('@sigstore/verify/dist/tlog/checkpoint.js');

const bytes = (text) => {
  if (typeof text !== 'string' || !/^([0-9a-f]{2})*$/.test(text)) {
    throw new Error(`not hexadecimal: ${text}`);
  }
  return Buffer.from(text, 'hex');
};

const questions = {
  'check-inclusion': ({ leaf, index, size, root, proof }) => {
    verifyMerkleInclusion(
      {
        canonicalizedBody: bytes(leaf),
        inclusionProof: { logIndex: String(index), hashes: proof.map(bytes) },
      },
      { logSize: BigInt(size), logHash: bytes(root) },
    );
    return { ok: true };
  },
  'check-checkpoint': ({ note, name, keyHash, key }) => {
    const log = {
      logID: bytes(keyHash),
      baseURL: name,
      publicKey: createPublicKey({ key: bytes(key), format: 'der', type: 'spki' }),
    };
    const checkpoint = verifyCheckpoint({ inclusionProof: { checkpoint: { envelope: note } } }, [log]);
    return {
      ok: true,
      origin: checkpoint.origin,
      size: String(checkpoint.logSize),
      root: checkpoint.logHash.toString('hex'),
    };
  },
};

const judge = (line) => {
  try {
    const question = JSON.parse(line);
    const answer = questions[question.ask];
    if (!answer) {
      throw new Error(`unknown question ${question.ask}`);
    }
    return answer(question);
  } catch (problem) {
    return problem instanceof VerificationError
      ? { ok: false, why: problem.message }
      : { error: String(problem) };
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(judge(line))}\n`);
}
