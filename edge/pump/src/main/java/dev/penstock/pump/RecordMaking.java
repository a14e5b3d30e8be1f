package dev.penstock.pump;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.shred.SealedValues;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.numbering.Filing;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.shred.ValueSealing;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of what was offered: payloads that do not fit are kept apart first, values that
 * must not be in clear are sealed, and what is too large has another record stand for it. The
 * intake's thread alone uses it.
 */
final class RecordMaking {
  /** What a record has beside its payload, names and all. */
  static final int BYTES_BESIDE = 2_048;

  /** Of what there can be no record, for it would be too long. */
  static final long NEVER_FITS = Long.MAX_VALUE;

  static final int PAYLOAD_BYTES_MAX = LedgerRecord.BYTES_MAX - BYTES_BESIDE;

  static final int SEALED_PAYLOAD_BYTES_MAX = PAYLOAD_BYTES_MAX - SealedValues.BYTES_BESIDE;

  private final Numbering numbering;
  private final Function<String, Naming> naming;
  private final Attendance attendance;
  private final PayloadStore payloads;
  private final ValueSealing sealing;
  private final Consumer<JournalFinding> obstacle;
  private final LargeSamples large;

  /** For which position the payloads of the batch at hand were kept. */
  private long storedFor;

  /** Which payloads of a batch are kept, so that they are kept once however often it is tried. */
  static final class Stored {
    private final IdentityHashMap<Item, Digest> digests = new IdentityHashMap<>();
  }

  /**
   * Nothing is made yet.
   *
   * @param obstacle is told why something could not be made ready
   */
  RecordMaking(
      Numbering numbering,
      Function<String, Naming> naming,
      Attendance attendance,
      PayloadStore payloads,
      ValueSealing sealing,
      Consumer<JournalFinding> obstacle) {
    this.numbering = numbering;
    this.naming = naming;
    this.attendance = attendance;
    this.payloads = payloads;
    this.sealing = sealing;
    this.obstacle = obstacle;
    this.large = new LargeSamples(sealing);
  }

  /**
   * At most what a record of this gateway's own takes, most of which are small; {@link #NEVER_FITS}
   * where there can be none.
   */
  static long bytes(RecordValue value) {
    long most = Long.MAX_VALUE;
    var record = new LedgerRecord(most, LedgerRecord.ID_MAX, null, null, most, 0, value);
    try {
      return Math.max(BYTES_BESIDE, record.encode().length);
    } catch (IllegalArgumentException e) {
      return NEVER_FITS;
    }
  }

  /** A filing in which nothing is yet. */
  Filing empty() {
    return new Filing(numbering, naming);
  }

  /** Ready to be laid out; empty when payloads beside it or keys for it could not be kept. */
  Optional<Filing> filed(List<Item> batch, Stored stored, long position) {
    if (!isStored(batch, stored.digests, position)) {
      return Optional.empty();
    }
    Filing filing = file(batch, stored.digests);
    if (!isSealed(filing)) {
      filing.undo();
      return Optional.empty();
    }
    return Optional.of(filing);
  }

  /** Whether no value that must not be written in clear is in clear any more. */
  private boolean isSealed(Filing filing) {
    try {
      filing.seal(sealing);
      return true;
    } catch (IOException e) {
      obstacle.accept(
          new JournalFinding(
              JournalFault.WRITE_FAILED, "vault", "a value was not sealed: " + e.getMessage()));
      return false;
    }
  }

  /**
   * Keeps the payloads that do not fit their records: they are durable before the records that name
   * them. False when one was not kept; the others need not be tried again.
   */
  private boolean isStored(List<Item> batch, IdentityHashMap<Item, Digest> stored, long position) {
    List<Item> apart = batch.stream().filter(this::isStoredApart).toList();
    if (apart.stream().allMatch(stored::containsKey)) {
      return true;
    }
    if (storedFor != position) {
      // All payloads of a batch are kept for one position, or an earlier folder goes too early.
      stored.clear();
    }
    storedFor = position;
    for (Item item : apart) {
      if (item instanceof Item.Message(var heard, var _)
          && !stored.containsKey(item)
          && !isStored(item, heard, stored, position)) {
        return false;
      }
    }
    return true;
  }

  private boolean isStored(
      Item item, Heard heard, IdentityHashMap<Item, Digest> stored, long position) {
    try {
      Digest _ = stored.put(item, payloads.put(heard.payload().bytes().bytes(), position));
      return true;
    } catch (IOException e) {
      obstacle.accept(
          new JournalFinding(
              JournalFault.WRITE_FAILED, "payloads", "a payload was not kept: " + e.getMessage()));
      return false;
    }
  }

  /** Files what needs neither payloads beside it nor keys. */
  Filing file(List<Item> batch) {
    return file(batch, new IdentityHashMap<>());
  }

  private Filing file(List<Item> batch, IdentityHashMap<Item, Digest> stored) {
    Filing filing = empty();
    for (Item item : batch) {
      switch (item) {
        case Item.Message(var heard, var receipt) -> {
          if (isTooLarge(heard)) {
            filing.own(tooLarge(heard).asRecord(), heard.receivedTime());
          } else {
            file(heard, receipt, stored.get(item), filing);
          }
        }
        case Item.Readings(var samples, var receipt) -> file(samples, receipt, filing);
        case Item.Finding(var finding, var _) ->
            filing.found(sealing.isOn() ? finding.withoutDigest() : finding);
        case Item.Ready(var prepared, var _) -> prepared.file(filing, attendance::heard);
        case Item.Own(var source, var value, var at, var _) -> filing.about(source, value, at);
        case Item.Ahead(var value, var at, var _) -> filing.own(value, at);
        case Item.Changed _, Item.Drop _ -> throw new IllegalStateException("no record: " + item);
      }
    }
    return filing;
  }

  /**
   * Files for trial, as it is going to be filed: nobody is told, nothing is kept or sealed, and it
   * is to be undone.
   *
   * @param hidden takes the sources of which something is going to be filed otherwise
   */
  Filing trial(List<Item> items, Set<Long> hidden) {
    Filing filing = empty();
    for (Item item : items) {
      switch (item) {
        case Item.Message(var heard, var _) -> {
          if (isTooLarge(heard)) {
            filing.own(tooLarge(heard).asRecord(), heard.receivedTime());
          } else if (isStoredApart(item) || sealing.covers(heard.source())) {
            boolean _ =
                hidden.add(
                    filing.source(
                        heard.source(), naming.apply(heard.listener()), heard.receivedTime()));
          } else {
            long _ = filing.heard(heard);
          }
        }
        case Item.Readings(var samples, var _) -> {
          PointNames names = samples.names();
          if (large.next(samples, 0) < samples.count() || sealing.covers(names.source())) {
            boolean _ =
                hidden.add(
                    filing.source(
                        names.source(),
                        naming.apply(names.listener()),
                        LargeSamples.received(samples, 0)));
          } else {
            long _ = filing.sampled(samples, 0, samples.count());
          }
        }
        case Item.Finding(var finding, var _) ->
            filing.found(sealing.isOn() ? finding.withoutDigest() : finding);
        case Item.Own(var source, var value, var at, var _) -> filing.about(source, value, at);
        case Item.Ready _, Item.Ahead _, Item.Changed _, Item.Drop _ -> {
          // Of the gateway, or of a device that signs and has a source of its own: it waits.
        }
      }
    }
    return filing;
  }

  private void file(Heard heard, Receipt receipt, @Nullable Digest stored, Filing filing) {
    long source;
    if (sealing.covers(heard.source())) {
      source = filing.heardToSeal(heard);
    } else {
      source =
          stored == null ? filing.heard(heard) : filing.heard(heard, heard.storedValue(stored));
    }
    heard(heard.listener(), heard.source(), source, receipt);
  }

  private void heard(String listener, String name, long source, Receipt receipt) {
    attendance.heard(listener, source);
    if (!numbering.isNamed(source, name)) {
      numbering.sourceName(source).ifPresent(receipt::filedUnder);
    }
  }

  /** Those before and behind what is too large follow each other as they came. */
  private void file(Samples samples, Receipt receipt, Filing filing) {
    int from = 0;
    for (int i = large.next(samples, 0); i < samples.count(); i = large.next(samples, i + 1)) {
      file(samples, from, i, receipt, filing);
      filing.own(large.finding(samples, i).asRecord(), LargeSamples.received(samples, i));
      from = i + 1;
    }
    file(samples, from, samples.count(), receipt, filing);
  }

  private void file(Samples samples, int from, int to, Receipt receipt, Filing filing) {
    if (from == to) {
      return;
    }
    PointNames names = samples.names();
    long source =
        sealing.covers(names.source())
            ? filing.sampledToSeal(samples, from, to)
            : filing.sampled(samples, from, to);
    heard(names.listener(), names.source(), source, receipt);
  }

  private boolean isStoredApart(Item item) {
    return item instanceof Item.Message(var heard, var _)
        && exceeds(heard, PAYLOAD_BYTES_MAX)
        && !isTooLarge(heard);
  }

  /** Whether payload and address together are more: an MQTT topic may have 64 KiB. */
  private static boolean exceeds(Heard heard, int most) {
    int size = heard.payload().bytes().size();
    String address = heard.address();
    if (size > most || address == null || size + 3L * address.length() <= most) {
      return size > most;
    }
    return size + address.getBytes(StandardCharsets.UTF_8).length > most;
  }

  /** What is sealed must fit its record: beside it there are only payloads in clear. */
  private boolean isTooLarge(Heard heard) {
    return heard.payload().bytes().size() > BlobStore.BYTES_MAX
        || (exceeds(heard, SEALED_PAYLOAD_BYTES_MAX) && sealing.covers(heard.source()));
  }

  private IntakeFinding tooLarge(Heard heard) {
    byte[] payload = heard.payload().bytes().bytes();
    boolean isToSeal = sealing.covers(heard.source());
    int most = isToSeal ? SEALED_PAYLOAD_BYTES_MAX : BlobStore.BYTES_MAX;
    return new IntakeFinding(
        IntakeFinding.Kind.PAYLOAD_TOO_LARGE,
        heard.listener(),
        heard.source() + "/" + heard.point(),
        heard.receivedTime(),
        heard.receivedTime(),
        1,
        payload.length,
        isToSeal ? null : Sha256.of(payload),
        "payload of "
            + payload.length
            + " bytes, kept are at most "
            + most
            + (isToSeal ? " of a source whose values are sealed" : ""));
  }

  /** Whether another record stands for it, or for all that is in it. */
  boolean isReplaced(Item item) {
    return switch (item) {
      case Item.Message(var heard, var _) -> isTooLarge(heard);
      case Item.Readings(var samples, var _) -> large.areAll(samples);
      case Item.Finding _, Item.Own _, Item.Ahead _, Item.Ready _, Item.Changed _, Item.Drop _ ->
          false;
    };
  }

  /** Why, for its sender. */
  String tooLargeWords(Item item) {
    boolean isToSeal =
        (item instanceof Item.Message(var heard, var _) && sealing.covers(heard.source()))
            || (item instanceof Item.Readings(var samples, var _)
                && sealing.covers(samples.names().source()));
    return "the payload is too large; its size " + (isToSeal ? "is kept" : "and digest are kept");
  }
}
