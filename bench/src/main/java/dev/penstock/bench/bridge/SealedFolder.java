package dev.penstock.bench.bridge;

import dev.penstock.cbor.Decoded;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.PublishedHead;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.BlockReading;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.ledger.LedgerCheck;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.TrustedKeys;
import dev.penstock.node.DataCheck;
import dev.penstock.node.Node;
import dev.penstock.node.Rebuild;
import dev.penstock.node.StartException;
import dev.penstock.projections.SqliteIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a node that has ended left in its folder, by the product's own ways: {@code fsck} with the
 * log's key, the index built anew, and every block read and compared with its root.
 */
public final class SealedFolder {
  private final Path data;

  /** The folder of a node that does not run. */
  public SealedFolder(Path data) {
    this.data = data;
  }

  /** What is wrong, as {@code penstock fsck --key VKEY} would say; empty when it is verified. */
  public List<String> findings(String vkey) throws IOException {
    List<String> found = new ArrayList<>(DataCheck.run(data, (_, _) -> {}).findings());
    LedgerCheck check =
        LedgerFsck.of(FileStorage.openForReading(data.resolve("ledger")))
            .signedBy(trusted(vkey))
            .run((_, _) -> true);
    check.findings().forEach(one -> found.add(one.toString()));
    if (found.isEmpty() && check.signedSize() < check.size()) {
      found.add(
          "only %d of %d entries are under a checkpoint of the log's key"
              .formatted(check.signedSize(), check.size()));
    }
    return found;
  }

  private static TrustedKeys trusted(String vkey) throws IOException {
    try {
      return switch (NoteKey.decode(vkey)) {
        case dev.penstock.merkle.Decoded.Value<NoteKey>(var key) ->
            new TrustedKeys(CryptoProviders.choose(), List.of(key));
        case dev.penstock.merkle.Decoded.Malformed<NoteKey>(var why) -> throw new IOException(why);
      };
    } catch (NoProviderException e) {
      throw new IOException("no signature can be checked here", e);
    }
  }

  /** The numbers of all messages that are sealed, each as often as it is. */
  public NumberSet numbers() throws IOException {
    var numbers = new NumberSet();
    try {
      var _ = new Rebuild(data, Node.Machine.here(), (_, _) -> {}).run();
    } catch (StartException e) {
      throw new IOException(e.getMessage(), e);
    }
    switch (LedgerReader.open(
        FileStorage.openForReading(data.resolve("ledger")), PublishedHead.NONE)) {
      case ReaderOpening.Refused(var finding) -> throw new IOException(finding.toString());
      case ReaderOpening.Opened(var ledger, var _, var _) -> {
        try (ledger;
            FileJournal journal = journal("journal");
            FileJournal extents = journal("extents");
            SqliteIndex index = SqliteIndex.open(data.resolve("projections.db"))) {
          var evidence = new BlockReader.Evidence(ledger, journal, extents, ledger.origin());
          var reader = new BlockReader(evidence, index);
          long size = ledger.view().head().size();
          for (long entry = 0; entry < size; entry++) {
            take(reader.read(entry), entry, numbers);
          }
        }
      }
    }
    return numbers;
  }

  private FileJournal journal(String room) throws IOException {
    var options =
        JournalOptions.of(
            InstantSource.system(), new SecureRandom(), "bench " + ProcessHandle.current().pid());
    return switch (FileJournal.open(FileStorage.open(data.resolve(room)), options)) {
      case JournalOpening.Opened(var open, var _) -> open;
      case JournalOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  private static void take(BlockReading reading, long entry, NumberSet into) throws IOException {
    switch (reading) {
      case BlockReading.Found(var content) -> take(content.records(), into);
      case BlockReading.Other _ -> {} // A statement of the log about itself.
      case BlockReading.Dropped _,
          BlockReading.Foreign _,
          BlockReading.HeaderPruned _,
          BlockReading.NotYet _ ->
          throw new IOException(
              "entry " + entry + " is " + reading + ", and not all in the folder");
    }
  }

  private static void take(RecordBatch records, NumberSet into) throws IOException {
    for (int i = 0; i < records.count(); i++) {
      int at = records.startOf(i);
      if (!(LedgerRecord.decode(records.buffer(), at, records.startOf(i + 1) - at)
          instanceof Decoded.Value<LedgerRecord>(var record))) {
        throw new IOException("a sealed record does not decode");
      }
      if (record.value() instanceof Sample(var value)) {
        OptionalLong number =
            value instanceof Payload payload
                ? Numbered.number(payload.bytes().bytes())
                : OptionalLong.empty();
        number.ifPresentOrElse(into::add, into::addStranger);
      }
    }
  }
}
