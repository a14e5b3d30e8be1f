/** Every sentence of a verdict, in English. */

/**
 * @param {bigint | number} count
 * @param {string} what
 */
function counted(count, what) {
  return `${count} ${what}${BigInt(count) === 1n ? '' : 's'}`;
}

// The container.
export const CONTAINER_GOOD = 'The file is a bundle, whole and in its one form.';
export const NO_ZIP = 'it does not begin as a ZIP file';
export const NO_END = 'the end record is not at its end: it was cut off, or added to';
export const END_FORM = 'the end record is not in its one form';
export const END64_FORM = 'the ZIP64 end record is not in its one form';
export const DIRECTORY_ELSEWHERE = 'the directory does not stand before its end';
export const DIRECTORY_CUT = 'the directory ends in the middle';
export const DIRECTORY_LONG = 'bytes follow the last header of the directory';
export const OTHER_ENTRIES = 'the entries are not those of a bundle, in their order';
export const GAP = 'there is a gap before the directory';
/** @param {string} why */
export const noBundle = (why) => `The file is no bundle: ${why}.`;
/** @param {number} size */
export const endsAt = (size) => `it ends at byte ${size}`;
/** @param {number} i */
export const headerTooLong = (i) => `header ${i} of the directory is too long`;
/** @param {number} i */
export const headerForm = (i) => `header ${i} of the directory is not in its one form`;
/** @param {string} name */
export const otherHeader = (name) => `the header before ${name} is not the directory's`;
/** @param {string} name */
export const otherChecksum = (name) => `The content of ${name} has another checksum.`;
/** @param {string} name @param {number} size */
export const entryTooLarge = (name, size) =>
  `${name} has ${size} bytes, more than its kind may have`;

// The parts.
export const PARTS_GOOD = 'Every part decodes, and they are about each other.';
export const NO_WHOLE_BLOCK = 'The bytes behind its last whole block are none.';
export const NO_BLOCK = 'It holds no block.';
/** @param {string} where @param {string} refused */
export const undecoded = (where, refused) => `${where} does not decode: ${refused}.`;
/** @param {bigint} number */
export const blockUndecoded = (number) => `Block ${number} in it does not decode.`;
/** @param {bigint} number */
export const leafNoBlock = (number) => `The leaf of block ${number} in it is no signed block.`;
/** @param {number} head @param {number} heads */
export const anchorHead = (head, heads) => `It is about head ${head} of ${heads}.`;
/** @param {string} why */
export const offeredUnread = (why) => `The keys it offers cannot be read: ${why}.`;
/** @param {number} said @param {number} found */
export const filesDiffer = (said, found) =>
  `It speaks of ${said} files of blocks, and there are ${found}.`;
/** @param {bigint} blocks @param {bigint} records @param {bigint} found @param {bigint} shown */
export const recordsDiffer = (blocks, records, found, shown) =>
  `It speaks of ${blocks} blocks and ${records} records, and there are ${found} and ${shown}.`;
/** @param {string} because */
export const notReached = (because) => `Not checked, because ${because} does not hold.`;

// The approvals.
export const NO_APPROVAL = 'No approval is shown.';
export const APPROVAL_FORM = 'The record of an approval has not the form of one.';
export const APPROVALS_MANY = 'More approvals are shown than can be counted.';
export const ONE_PERSON = 'who asked for it and who agreed are one person';
export const OTHER_HASH = 'the words of the request have another hash';
export const OTHER_REQUEST = 'the words are those of another request';
export const OTHER_HOUR = 'the words are of another time';
export const TWO_APPROVALS = 'one digest stands under two ids, two authors or two kinds';
export const TWO_DIGESTS = 'one id stands over two digests';
/** By the step of WebAuthn that refuses. @type {Record<string, string>} */
export const SIGNED_FLAWS = {
  CLIENT_DATA: 'the client data cannot be read',
  TYPE: 'the client data is of another ceremony',
  CHALLENGE: 'what was signed is not the hash of the request',
  ORIGIN: 'it was signed at a page of another domain',
  CROSS_ORIGIN: 'it was signed in a page within another',
  TOP_ORIGIN: 'it was signed in a page within another',
  AUTHENTICATOR_DATA: 'the authenticator data cannot be read',
  RELYING_PARTY: 'it was signed for another relying party',
  USER_PRESENT: 'nobody was there when it was signed',
  USER_VERIFIED: 'who was there when it was signed was not verified',
  BACKUP_STATE: 'the authenticator contradicts itself',
  ALGORITHM: 'the key cannot be read',
  SIGNATURE: "the signature is not the key's",
};
/** @param {string} approval @param {string} person @param {string} flaw */
export const approvalWrong = (approval, person, flaw) =>
  `Approval ${approval} is not shown to be one by person ${person}: ${flaw}.`;
/** @param {string} one @param {string} flaw */
export const approvalsContradict = (one, flaw) =>
  `Approvals contradict each other over ${one}: ${flaw}.`;
/**
 * @param {string} approval
 * @param {string} kind
 * @param {string} person
 * @param {string} request
 * @param {string} grade
 */
export const approvalAttested = (approval, kind, person, request, grade) =>
  `approval ${approval} of kind ${kind}: the node says that person ${person} agreed to request ` +
  `${request}, by ${grade}`;
/**
 * @param {string} approval
 * @param {string} kind
 * @param {string} person
 * @param {string} request
 * @param {boolean} isHere
 * @param {string} passkey
 */
export const approvalSigned = (approval, kind, person, request, isHere, passkey) =>
  `approval ${approval} of kind ${kind}: person ${person} signed ` +
  (isHere
    ? `request ${request}, which is here, with passkey ${passkey}`
    : `digest ${request} with passkey ${passkey}; that id, author and kind belong to it is the ` +
      "node's word");
/** @param {{ words: string, key: string | null, isOwned: boolean }} line */
export const approvalLine = ({ words, key, isOwned }) =>
  key === null || isOwned
    ? `${words}.`
    : `${words}; no earlier record here says that the passkey is that person's.`;
/** @param {string} approval */
export const approvalSaid = (approval) =>
  `approval ${approval}: the node says that somebody agreed, and kept no more.`;
/** @param {number} count */
export const more = (count) => `and ${count} more.`;
/** @param {number} all @param {number} strange */
export const approvalsStrange = (all, strange) =>
  `Of ${counted(all, 'approval')}, ${strange} signed by a passkey that no earlier record here ` +
  'gives to its person.';
/** @param {number} all @param {number} attested */
export const approvalsAttested = (all, attested) =>
  `Of ${counted(all, 'approval')}, ${attested} on the word of the node alone.`;
/** @param {number} all @param {number} wordless */
export const approvalsWordless = (all, wordless) =>
  `Of ${counted(all, 'approval')}, ${wordless} signed by a passkey as a digest alone: id, author ` +
  "and kind are the node's word.";
/** @param {number} all */
export const approvalsGood = (all) =>
  `Of ${counted(all, 'approval')}, each is signed by a passkey that an earlier record gives to ` +
  'its person.';

// The heads.
export const NO_CHECKPOINT = 'It is no checkpoint of a log with a leaf.';
export const HEADS_DESCEND = 'The heads do not ascend by size.';
export const QUORUM_MISSED = 'The log signed, and not enough of the witnesses you ask for did.';
/** @param {string} found @param {string} log */
export const otherLog = (found, log) => `It is the head of log ${found}, not of ${log}.`;
/** @param {{ name: string, id: string }} key */
export const forged = ({ name, id }) => `A signature that names ${name}+${id} is not its.`;
/** @param {string} origin */
export const logUnknown = (origin) => `No admitted key of log ${origin} signed.`;
/** @param {bigint} size @param {string} root */
export const headLine = (size, root) => `size ${size}, root ${root}`;
/** @param {number} count @param {string} log */
export const headsSigned = (count, log) =>
  `${count === 1 ? 'The head is' : 'The heads are'} signed by log ${log}.`;
/** @param {string} name */
export const witnessFuture = (name) => `Witness ${name} signed at a time that has not come.`;
/** @param {string} name @param {number} head @param {string} time */
export const witnessSaw = (name, head, time) => `Witness ${name} saw head ${head} at ${time}.`;
/** @param {number} before @param {string} flaw */
export const notGrown = (before, flaw) =>
  `It is not shown to have grown out of head ${before}: ${flaw}.`;
/** @param {number} count */
export const grown = (count) =>
  count === 1
    ? 'There is one head, so nothing had to grow.'
    : `Each of the ${count} heads grew out of the one before.`;

// The blocks.
export const FILES_DESCEND = 'Its first block stands before that of another file.';
export const BLOCKS_DESCEND = 'The blocks do not ascend.';
export const NOT_IN_LOG = 'This block is not shown to stand there in the log.';
export const SIGNATURE_WRONG = 'The signature is not of the key it names.';
export const RECORDS_DIFFER = 'The records shown are not those of this block.';
export const CHAINS_GOOD = 'No chain has a break.';
export const TOO_MANY_PIECES = 'The chains are shown in more than 100,000 pieces.';
/** @param {bigint} blocks */
export const placesGood = (blocks) => `All ${counted(blocks, 'block')} stand in the log.`;
/** @param {bigint} blocks */
export const signaturesGood = (blocks) =>
  `All ${counted(blocks, 'block')} are signed by admitted keys.`;
/** @param {string} kid @param {string} origin */
export const keyUnknown = (kid, origin) =>
  `Signed by key ${kid} for ${origin}, which nobody admitted.`;
/** @param {string} origin */
export const keyOfOthers = (origin) => `Signed by a key that is not one of ${origin}.`;
/** @param {bigint} shown @param {bigint} withheld */
export const recordsGood = (shown, withheld) =>
  `${counted(shown, 'record')} shown, each one of its block; ` +
  `${counted(withheld, 'other')} of these blocks withheld.`;
/** @param {number} place */
export const recordUnreadable = (place) => `Record ${place} is of no kind known here.`;
/** @param {bigint} seq @param {string} chain @param {bigint} last */
export const chainBroken = (seq, chain, last) =>
  `Block ${seq} of chain ${chain} does not follow on block ${last}, which stands before it.`;
/** @param {string} chain @param {bigint} first @param {bigint} last */
export const blocksMissing = (chain, first, last) =>
  `Of chain ${chain} the blocks ${first} to ${last} are not in the bundle,` +
  ' between two that show records.';
/** @param {string} chain @param {string} origin @param {bigint} first @param {bigint} last */
export const unbroken = (chain, origin, first, last) =>
  `chain ${chain} of ${origin}, blocks ${first} to ${last}, unbroken`;

// The subject.
export const OTHER_TIME = 'A record is shown that is not of the time asked for.';
export const NOTHING_SHOWN = 'No record of this source and time is shown.';
export const COMPLETE_GOOD =
  'No record of it is missing between the first and the last that are shown.';
/** @param {number} place @param {number} source @param {string} origin */
export const otherSource = (place, source, origin) =>
  `Record ${place} is of source ${source} of ${origin}.`;
/** @param {number} source @param {string} name @param {string | null} found */
export const nameUnproven = (source, name, found) =>
  `That source ${source} is called ${name} is not shown: ` +
  `${found === null ? 'no record names it' : `a record calls it ${found}`}.`;
/** @param {string} gateway @param {string} origin @param {string} name */
export const deviceUnproven = (gateway, origin, name) =>
  `That device ${origin} is the source ${name} is not shown: ` +
  `the trust file has no line device ${gateway} ${origin} ${name}.`;
/** @param {string} name */
export const nothingOf = (name) => `No record of ${name} and this time is shown.`;
export const RENAMED = 'Records name the source differently.';
/** @param {string} name @param {string} from @param {string} to */
export const subjectGood = (name, from, to) => `All of it is of ${name}, from ${from} to ${to}.`;
/** @param {bigint} count */
export const datedOtherwise = (count) =>
  `${counted(count, 'record')} that the device dates outside of it: that they came within it is` +
  " the gateway's word.";
/** @param {string} origin @param {bigint} first @param {bigint} last */
export const recordsBy = (origin, first, last) => `by ${origin}: records ${first} to ${last}`;
/** @param {string[]} points */
export const redacted = (points) => `who made it says: withheld on purpose: ${points.join(', ')}`;
/** @param {string[]} points */
export const onlyAsked = (points) => `who made it says: only asked for: ${points.join(', ')}`;
/** @param {bigint} missing */
export const recordsMissing = (missing) =>
  `${counted(missing, 'record')} of it between the first and the last are not shown.`;

// Times and the certificate.
export const NUMBER_TWICE = 'Two records of one maker have the same number.';
export const NOBODY_NAMED = 'You named nobody whose word about time you trust.';
export const NO_ANCHOR = "Nobody outside vouches for it: its times are the gateway's word alone.";
export const NO_CERTIFICATE = 'No certificate says how completely the source was heard.';
export const NO_CERTIFICATE_FORM = 'it is no certificate';
export const CERTIFICATE_OTHER_HEAD = 'Its head of the log is none of those here.';
export const CERTIFICATE_OTHER_SUBJECT = 'It is about another source or another time.';
/** @param {string} kid */
export const keyNotAdmitted = (kid) => `key ${kid} is not admitted`;
/** @param {string} sentence @param {boolean} isWithHole */
export const continuityGood = (sentence, isWithHole) =>
  `${sentence} ${isWithHole ? 'It states holes or findings.' : 'It states no hole.'}`;
/** @param {string} sentence @param {boolean} areAllShown @param {boolean} isWitnessed */
export const restsOfCertificate = (sentence, areAllShown, isWitnessed) => [
  sentence,
  "The counts, the way the records came and the name of the source are the gateway's word," +
    ' the counts sealed when they were made.',
  areAllShown
    ? 'That no other chain or later block has a finding about this source is not shown.'
    : 'That these blocks have no other finding about this source is not shown: not all' +
      ' of their records are here.',
  ...(isWitnessed
    ? []
    : ["No witness cosigned the log's head: it rests on the log's own key alone."]),
];
/** @param {string} time @param {boolean} isEarliest */
export const sealedBy = (time, isEarliest) =>
  `Sealed not later than ${time}, by the ` +
  (isEarliest
    ? 'earliest of those who are named here.'
    : 'time at which as many of those named here had said so as you asked for.');
/** @param {number} head @param {string} text */
export const stampGood = (head, text) => `Head ${head} ${text}.`;
/** @param {string} what */
export const stampWrong = (what) => `The time-stamp, ${what}.`;
/** @param {string} name @param {string} what */
export const stampUnproven = (name, what) => `The time-stamp of ${name}: ${what}.`;
/** @param {number} head @param {string} block @param {string} time @param {string} trusted */
export const chainGood = (head, block, time, trusted) =>
  `Head ${head} is named in ${block}, made at ${time}; you trust ${trusted}.`;
/** @param {string} what */
export const chainWrong = (what) => `The anchor in a chain: ${what}.`;
/** @param {string} name @param {string} what */
export const chainUnproven = (name, what) => `The anchor ${name}: ${what}.`;

// What rests on whose word.
export const REST_OF_SENSORS =
  'Nothing is claimed of records before the first and after the last that are shown,' +
  ' nor of whether a sensor measured rightly.';
/** @param {string} from @param {string} to */
export const restOfClock = (from, to) =>
  `That it was sealed from ${from} to ${to} is the word of the clock of who sealed it.`;
/** @param {bigint} seconds */
export const clocksDiffer = (seconds) =>
  `Somebody outside saw it ${seconds} s and more before the time at which it was sealed by the ` +
  'clock of who sealed it: one of the two clocks is wrong.';
/** @param {bigint | number} seconds */
export const alone = (seconds) =>
  `Until then, ${seconds} s at most, it rested on the key of who sealed it alone.`;
/** @param {string[]} devices @param {string} name @param {boolean} isTrusted */
export const restOfDevices = (devices, name, isTrusted) =>
  `That the devices ${devices.join(', ')} are the source ${name} is the word of ` +
  `${isTrusted ? 'the trust file' : 'who made this file'}.`;

// What was required and is not shown.
export const UNMET_COMPLETE =
  'complete: records of the source are withheld, missing or not shown';
export const UNMET_CONTINUITY = 'continuity: no certificate that holds';
export const UNMET_HOLES = 'continuity: the certificate states holes or findings';
/** @param {string} requirement @param {number} found @param {number} wanted */
export const unmetCount = (requirement, found, wanted) =>
  `${requirement}: ${found} good, ${wanted} wanted`;

// The page.

/** @type {Record<string, [string, string]>} By outcome: the headline, and what it means. */
export const OUTCOMES = {
  VERIFIED: ['Verified', 'Everything this verdict needs was shown by evidence, and you trust the ' +
    'keys it rests on.'],
  SELF_CONSISTENT: ['Not verified: it only agrees with itself', 'You gave no trust file of your ' +
    'own, so it was held against the keys that it brings along. It does not contradict itself; ' +
    'who made it is not shown.'],
  NOT_VERIFIED: ['Not verified', 'Something is not true, or is not shown. The list below says ' +
    'what, and where.'],
  UNUSABLE: ['Cannot be used', 'The file is no bundle that can be read, so nothing can be said ' +
    'of what it holds.'],
};

/** @type {Record<string, string>} */
export const STATES = {
  VERIFIED: 'shown',
  CONTRADICTED: 'wrong',
  UNPROVEN: 'not shown',
  ABSENT: 'nothing there',
};

/** @type {Record<string, string>} */
export const CLAIMS = {
  CONTAINER: 'The file is whole',
  PARTS: 'Its parts can be read',
  HEADS: 'The log signed its heads',
  GROWTH: 'The log only grew',
  PLACES: 'The blocks stand in the log',
  SIGNATURES: 'The blocks are signed',
  RECORDS: 'The records are those of the blocks',
  CHAINS: 'The chains are unbroken',
  SUBJECT: 'It is about what it says',
  COMPLETE: 'No record is missing in between',
  TIMES: 'Somebody outside vouches for a time',
  CONTINUITY: 'How completely the source was heard',
  APPROVALS: 'Whose passkeys signed the approvals',
};

/** By the name of the place where it stands. @type {Record<string, string>} */
export const PAGE = {
  title: 'Penstock bundle verifier',
  lead: 'Checks a bundle of evidence on this machine alone. Nothing is sent anywhere: this page ' +
    'cannot open a connection.',
  ownCopyTitle: 'Use your own copy of this page',
  ownCopy: 'A page that came inside a bundle says what the maker of the bundle wants. Take this ' +
    'page from a source that you trust, keep it, and compare its SHA-256 with the one published ' +
    'with the release, before you open it:',
  ownCopyAfter: 'The long number must be the published one, digit by digit.',
  bundleTitle: '1. The bundle',
  bundleLabel: 'Choose the bundle, or drop it here',
  trustTitle: '2. Whom you trust',
  trustHelp: 'Your own trust file: the keys that you were told by another way than this bundle. ' +
    'Without it the verdict cannot be better than “it only agrees with itself”.',
  trustLabel: 'Choose your trust file, or drop it here',
  trustText: 'Or paste it',
  requireTitle: '3. What you want to be shown',
  requireHelp: 'Beside what every good verdict needs. Leave all empty if you are not sure.',
  requireContinuity: 'Continuity: a certificate holds, and states no hole',
  requireComplete: 'Complete: no record is missing between the first and the last',
  requireWitness: 'Witnesses that must have cosigned',
  requireRfc3161: 'Time-stamping authorities (RFC 3161) that must vouch',
  requireEvm: 'Public chains (EVM) that must hold an anchor',
  check: 'Check the bundle',
  cancel: 'Stop',
  resultTitle: 'The verdict',
  claimsTitle: 'What was checked',
  unmetTitle: 'What you asked for, and is not shown',
  restsTitle: 'What nothing here shows',
  recordsTitle: 'The records that are shown',
  download: 'Download the result as JSON',
  print: 'Print',
  librariesTitle: 'Libraries in this page',
};

export const COMMANDS =
  'sha256sum verifier.html              (Linux)\n' +
  'shasum -a 256 verifier.html          (macOS)\n' +
  'certutil -hashfile verifier.html SHA256   (Windows)';

export const NO_TIME = 'Nobody outside vouches for a time.';
export const NEED_BUNDLE = 'Choose a bundle first.';
export const STOPPED = 'Stopped. Nothing was decided.';
export const TABLE_HEADS = ['Time (UTC)', 'Whose time', 'Point', 'Kind', 'Value'];
/** @type {Record<string, string>} */
export const CLOCKS = { source: 'the source', received: 'the gateway', block: 'the block' };
/** @param {string} time */
export const notLater = (time) => `Sealed not later than ${time}.`;
/** @param {string} name @param {number} size */
export const chosen = (name, size) => `${name}, ${sizeText(size)}`;
/** @param {number} lines */
export const pasted = (lines) => `${counted(lines, 'line')} pasted.`;
/** @param {string} problem */
export const cannotCheck = (problem) => `It could not be checked: ${problem}`;
/** @param {string} problem */
export const cannotRead = (problem) =>
  `The file could not be read to its end: ${problem} Choose it again and check once more.`;
/** @param {number} percent */
export const checking = (percent) => `Checking: ${percent} %`;
/** @param {number} listed @param {number} all */
export const recordsListed = (listed, all) =>
  listed < all ? `The first ${listed} of ${counted(all, 'record')}.` : counted(all, 'record');
/** @param {string} about @param {string} gateway @param {string} from @param {string} to */
export const aboutLine = (about, gateway, from, to) =>
  `The bundle says it is about ${about} of ${gateway}, from ${from} to ${to}.`;

/** @param {number} size */
function sizeText(size) {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const step = size < 1 ? 0 : Math.min(3, Math.floor(Math.log2(size) / 10));
  const value = size / 1024 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`;
}
