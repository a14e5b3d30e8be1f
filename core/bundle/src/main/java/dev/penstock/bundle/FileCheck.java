package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.cbor.CborHead;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.chain.KeyStatus;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordHead;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.Statement;
import dev.penstock.flow.continuity.CertificateTrust;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Checks files of blocks, one after the other: each block's place in the log, its signature, its
 * records, and what they say of the subject. Holds one block in memory. One thread; several files
 * can be checked at once by as many of these.
 */
final class FileCheck {
  private static final int WINDOW_BYTES = ShownBlock.BYTES_MAX + (1 << 18);
  private static final int HEAD_BYTES_MAX = 9;

  private final BundleBytes bytes;
  private final About about;
  private final Checkpoint head;
  private final CertificateTrust trust;
  private final Signatures signatures;
  private final RecordSink sink;

  private final TreeHasher hasher = new TreeHasher();
  private final PlaceStack places = new PlaceStack(hasher);
  private final ShownBlock shown = new ShownBlock();
  private final ShownTree tree = new ShownTree(hasher);
  private final RecordHead record = new RecordHead();
  private final Map<Digest, CoseVerifier> verifiers = new HashMap<>();
  private final byte[] window = new byte[WINDOW_BYTES];

  private FileSummary summary = new FileSummary();
  private String where = "";

  /** Of the origin of the block that is looked at; null until one of its records counts. */
  private @Nullable Intervals counter;

  /** Bytes of the head of the item that {@link #itemBytes} has looked at. */
  private int itemHead;

  FileCheck(
      BundleBytes bytes,
      About about,
      Checkpoint head,
      CertificateTrust trust,
      Signatures signatures,
      RecordSink sink) {
    this.bytes = bytes;
    this.about = about;
    this.head = head;
    this.trust = trust;
    this.signatures = signatures;
    this.sink = sink;
  }

  /** Checks one file. */
  FileSummary check(ZipEntry entry) throws IOException {
    summary = new FileSummary();
    where = entry.name();
    places.begin(head.size(), head.root());
    var crc = new CRC32();
    long left = entry.size();
    int from = 0;
    int to = 0;
    boolean isSound = true;
    while (isSound && (left > 0 || from < to)) {
      System.arraycopy(window, from, window, 0, to - from);
      to -= from;
      from = 0;
      int more = (int) Math.min(left, WINDOW_BYTES - (long) to);
      bytes.read(entry.at() + entry.size() - left, window, to, more);
      crc.update(window, to, more);
      left -= more;
      to += more;
      int length = itemBytes(from, to);
      while (length > 0 && length <= to - from) {
        isSound = take(from, length);
        from += length;
        length = isSound ? itemBytes(from, to) : 0;
      }
      boolean isCut = isSound && from < to && (length == 0 || left == 0);
      if (isCut) {
        malformed("The bytes behind its last whole block are none.");
        isSound = false;
      }
    }
    if (isSound && crc.getValue() != entry.crc()) {
      summary.note(ClaimCode.CONTAINER, ZipDirectory.crcFault(entry));
    }
    if (isSound && summary.blocks == 0) {
      malformed("It holds no block.");
    }
    return summary;
  }

  /** Bytes of the next item; more than there are when it is not all there; 0 when it is none. */
  private int itemBytes(int from, int to) {
    if (from == to) {
      return Integer.MAX_VALUE;
    }
    int first = window[from] & 0xff;
    int low = first & 0x1f;
    if (first >>> 5 != CborHead.BYTES || low > 26) {
      return 0;
    }
    int more = low < 24 ? 0 : 1 << (low - 24);
    if (to - from < HEAD_BYTES_MAX && to - from < 1 + more) {
      return Integer.MAX_VALUE;
    }
    long length = low;
    if (more > 0) {
      length = 0;
      for (int i = 1; i <= more; i++) {
        length = (length << 8) | (window[from + i] & 0xff);
      }
    }
    boolean isShortest = CborHead.bytes(length) == 1 + more;
    itemHead = 1 + more;
    return isShortest && length <= ShownBlock.BYTES_MAX ? (int) length + 1 + more : 0;
  }

  private void malformed(String words) {
    summary.note(ClaimCode.PARTS, Fault.wrong(Reason.MALFORMED, where, words));
  }

  /** One block; false when nothing behind it can be read. */
  private boolean take(int from, int length) {
    if (!shown.read(window, from + itemHead, length - itemHead)) {
      malformed("Block " + summary.blocks + " in it does not decode.");
      return false;
    }
    if (!(Block.decode(shown.leaf()) instanceof Decoded.Value<Block>(var block))) {
      malformed("The leaf of block " + summary.blocks + " in it is no signed block.");
      return false;
    }
    checkPlace();
    checkSignature(block);
    long before = summary.subject;
    checkRecords(block.header());
    summary.chains.take(ChainPiece.of(block, summary.subject > before), at());
    summary.blocks++;
    return true;
  }

  private String at() {
    return where + ", leaf " + shown.index();
  }

  private void checkPlace() {
    if (shown.index() <= summary.lastIndex) {
      summary.note(ClaimCode.PLACES, Fault.wrong(Reason.ORDER, at(), "The blocks do not ascend."));
      return;
    }
    summary.firstIndex = summary.blocks == 0 ? shown.index() : summary.firstIndex;
    summary.lastIndex = shown.index();
    Digest hash = hasher.leaf(shown.leaf());
    if (!places.accepts(shown.index(), shown.path(), hash)) {
      summary.note(
          ClaimCode.PLACES,
          Fault.wrong(
              Reason.NOT_IN_LOG, at(), "This block is not shown to stand there in the log."));
    }
  }

  private void checkSignature(Block block) {
    BlockHeader header = block.header();
    KeyStatus status = trust.blocks().status(block.kid(), header.chain());
    VerificationKey key =
        switch (status) {
          case KeyStatus.Known known -> known.key();
          case KeyStatus.Elsewhere elsewhere -> elsewhere.key();
          case KeyStatus.Unknown _, KeyStatus.Revoked _ -> null;
        };
    if (key == null) {
      summary.note(
          ClaimCode.SIGNATURES,
          Fault.unproven(
              Reason.KEY_UNKNOWN,
              at(),
              "Signed by key "
                  + block.kid()
                  + " for "
                  + header.origin()
                  + ", which nobody admitted."));
      return;
    }
    CoseVerifier verifier =
        verifiers.computeIfAbsent(block.kid(), _ -> new CoseVerifier(signatures, key));
    if (block.verify(verifier) != CoseVerdict.VERIFIED) {
      summary.note(
          ClaimCode.SIGNATURES,
          Fault.wrong(Reason.SIGNATURE_WRONG, at(), "The signature is not of the key it names."));
      return;
    }
    boolean isItsOwn =
        status instanceof KeyStatus.Known known
            && header.origin().equals(known.origin())
            && known.covers(header.seq());
    if (!isItsOwn) {
      summary.note(
          ClaimCode.SIGNATURES,
          Fault.wrong(
              Reason.KEY_OF_OTHERS,
              at(),
              "Signed by a key that is not one of " + header.origin() + "."));
    }
  }

  private void checkRecords(BlockHeader header) {
    boolean isWhole =
        shown.shownCount() < header.count() || shown.recordsBytes() == header.sizeBytes();
    if (!tree.split(window, shown)
        || !isWhole
        || !tree.matches(window, shown, header.count(), header.root())) {
      summary.note(
          ClaimCode.RECORDS,
          Fault.wrong(
              Reason.RECORDS_DIFFER, at(), "The records shown are not those of this block."));
      return;
    }
    summary.withheld += header.count() - (long) shown.shownCount();
    summary.shown += shown.shownCount();
    if (shown.shownCount() > 0 && header.wall() != null) {
      summary.wallFrom = Math.min(summary.wallFrom, header.wall());
      summary.wallTo = Math.max(summary.wallTo, header.wall());
    }
    counter = null;
    int place = 0;
    int number = 0;
    for (int i = 0; i < shown.runCount(); i++) {
      if ((i & 1) == 1) {
        for (int n = 0; n < shown.run(i); n++) {
          takeRecord(header, number++, place + n);
        }
      }
      place += shown.run(i);
    }
  }

  private void takeRecord(BlockHeader header, int number, int place) {
    int from = tree.startOf(number);
    int length = tree.startOf(number + 1) - from;
    if (!record.read(window, from, length)) {
      summary.note(
          ClaimCode.RECORDS,
          Fault.unproven(
              Reason.RECORD_UNREADABLE, at(), "Record " + place + " is of no kind known here."));
      return;
    }
    boolean isOwn = header.origin().equals(about.origin());
    boolean isSubject =
        isOwn
            ? record.source() == about.source()
            : record.source() == 0 && about.devices().contains(header.origin());
    if (!isSubject) {
      summary.note(
          ClaimCode.SUBJECT,
          Fault.wrong(
              Reason.OTHER_SOURCE,
              at(),
              "Record "
                  + place
                  + " is of source "
                  + record.source()
                  + " of "
                  + header.origin()
                  + "."));
      return;
    }
    if (record.kind() == RecordKind.DICTIONARY && isOwn) {
      name(from, length);
    }
    // What people do the gateway writes of itself, and no device does.
    if (isOwn && record.source() == 0) {
      approval(from, length);
    }
    if (!isOwn && !isSource(header.origin())) {
      summary.note(ClaimCode.SUBJECT, device(header));
    }
    takeTime(header, isOwn);
    show(header, from, length, place);
  }

  /** When it came, was made, or was sealed: the first of these that is known. */
  private long timeOf(BlockHeader header) {
    if (record.receivedTime() != RecordHead.NONE) {
      return record.receivedTime();
    }
    if (record.sourceTime() != RecordHead.NONE) {
      return record.sourceTime();
    }
    Long wall = header.wall();
    return wall == null ? RecordHead.NONE : wall;
  }

  /** Only who admits a device can say which source it is. */
  private boolean isSource(String device) {
    return trust
        .devices()
        .contains(new CertificateTrust.Device(about.origin(), device, about.name()));
  }

  private Fault device(BlockHeader header) {
    return Fault.unproven(
        Reason.DEVICE_UNPROVEN,
        at(),
        "That device "
            + header.origin()
            + " is the source "
            + about.name()
            + " is not shown: the trust file has no line device "
            + about.origin()
            + " "
            + header.origin()
            + " "
            + about.name()
            + ".");
  }

  /**
   * Records outside the time asked for are there for the names they give, or not at all. When those
   * of a device came only the gateway knows; a late one, or one of a clock that is wrong, is dated
   * otherwise by its device.
   */
  private void takeTime(BlockHeader header, boolean isOwn) {
    long time = timeOf(header);
    boolean isInside = time >= about.from() && time < about.to();
    boolean isName = record.kind() == RecordKind.DICTIONARY;
    if (isInside || (!isOwn && !isName)) {
      summary.subject++;
      summary.datedOtherwise += isInside ? 0 : 1;
      Intervals numbers = counter;
      if (numbers == null) {
        numbers = summary.counters.computeIfAbsent(header.origin(), _ -> new Intervals());
        counter = numbers;
      }
      numbers.add(record.seq());
    } else if (!isName) {
      summary.note(
          ClaimCode.SUBJECT,
          Fault.wrong(
              Reason.OTHER_TIME, at(), "A record is shown that is not of the time asked for."));
    }
  }

  private void name(int from, int length) {
    if (LedgerRecord.decode(window, from, length) instanceof Decoded.Value<LedgerRecord>(var one)
        && one.value() instanceof DictionaryEntry entry
        && entry.state() == DictionaryEntry.State.DEFINED) {
      Long point = one.point();
      if (point == null) {
        summary.isRenamed |=
            summary.sourceName.filter(before -> !before.equals(entry.name())).isPresent();
        summary.sourceName = Optional.of(entry.name());
      } else if (summary.points.size() < FileSummary.NAMES_MAX) {
        String _ = summary.points.put(point, entry.name());
      }
    }
  }

  private void approval(int from, int length) {
    boolean mayBe = record.kind() == RecordKind.STATEMENT || record.kind() == RecordKind.ACCESS;
    if (mayBe
        && LedgerRecord.decode(window, from, length)
            instanceof Decoded.Value<LedgerRecord>(var one)) {
      if (one.value() instanceof Statement statement) {
        summary.approvals.take(statement, at(), signatures);
      } else if (one.value() instanceof Access access) {
        summary.approvals.take(access, one.seq());
      }
    }
  }

  private void show(BlockHeader header, int from, int length, int place) {
    if (sink.equals(RecordSink.NONE)) {
      return;
    }
    // What a list can show is nothing that a verdict rests on.
    if (LedgerRecord.decode(window, from, length) instanceof Decoded.Value<LedgerRecord>(var one)) {
      sink.accept(shown.index(), place, header, one);
    }
  }
}
