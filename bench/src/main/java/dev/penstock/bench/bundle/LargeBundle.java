package dev.penstock.bench.bundle;

import dev.penstock.bench.evidence.Messages;
import dev.penstock.bundle.About;
import dev.penstock.bundle.BlockFiles;
import dev.penstock.bundle.BundleWriter;
import dev.penstock.bundle.Head;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.flow.index.BlockExcerpt;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A bundle of one source's blocks, each full of records that are all shown. */
final class LargeBundle {
  private static final String ORIGIN = "bench.example/log";
  private static final long SOURCE = 7;
  private static final long TIME = 1_767_225_600_000_000_000L;
  private static final long SEED = 7;

  private final int recordBytes;
  private final int blockRecords;
  private final int blocks;
  private final Signer signer;
  private final NoteSigner log;
  private final List<Block> made = new ArrayList<>();
  private final LeafTree tree = new LeafTree(new TreeHasher());

  LargeBundle(int recordBytes, int blockRecords, int blocks, Signer signer, NoteSigner log) {
    this.recordBytes = recordBytes;
    this.blockRecords = blockRecords;
    this.blocks = blocks;
    this.signer = signer;
    this.log = log;
  }

  static String origin() {
    return ORIGIN;
  }

  /** The trust file of an auditor who admits these keys. */
  String trust() {
    return "log %s\nquorum none\nblocks %s %s\n"
        .formatted(
            log.key().vkey(), ORIGIN, HexFormat.of().formatHex(CoseKey.encode(signer.key())));
  }

  long records() {
    return (long) blocks * blockRecords;
  }

  Block block(int index) {
    return made.get(index);
  }

  private static byte[] key(int block) {
    byte[] key = new byte[SaltedTree.KEY_BYTES];
    new SplittableRandom(SEED + block).nextBytes(key);
    return key;
  }

  private static LedgerRecord name() {
    var entry =
        new DictionaryEntry(
            "bench", null, null, null, null, null, DictionaryEntry.State.DEFINED, Details.NONE);
    return new LedgerRecord((1L << 32) - 1, SOURCE, null, null, TIME, 0, entry);
  }

  private RecordBatch batch(int block, Messages messages) {
    var batch = new RecordBatch();
    if (block == 0 && !batch.add(name())) {
      throw new IllegalStateException("no room for a name");
    }
    while (batch.count() < blockRecords) {
      messages.addTo(batch);
    }
    return batch;
  }

  /** Signs all blocks, and then writes the bundle; what is in a block is made twice. */
  void write(Path file) throws IOException, SigningException {
    sign();
    var checkpoint = new Checkpoint(ORIGIN, tree.size(), tree.root());
    var note = new Note(checkpoint.text(), List.of(log.sign(checkpoint, 0)));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      var zip = new BundleWriter(out::write);
      zip.add("README.txt", "A bundle to be measured.\n".getBytes(StandardCharsets.UTF_8));
      var head = new Head(ByteString.of(note.encode()), HashPath.EMPTY);
      zip.add("heads.cbor", Head.encode(List.of(head)));
      zip.add("trust-offered.txt", trust().getBytes(StandardCharsets.UTF_8));
      var files = new BlockFiles(zip, checkpoint, new ProofMaker(new TreeHasher(), tree));
      var messages = new Messages(recordBytes, SEED);
      for (int i = 0; i < blocks; i++) {
        files.add(i, made.get(i).leaf(), excerpt(batch(i, messages), key(i)));
      }
      var about =
          new About(
              ORIGIN, ORIGIN, SOURCE, "bench", List.of(), TIME, Long.MAX_VALUE, Optional.empty(),
              List.of(), TIME, files.end(), blocks, records());
      zip.add("about.cbor", about.encode());
      long _ = zip.end();
    }
  }

  private void sign() throws SigningException {
    var messages = new Messages(recordBytes, SEED);
    var tip = ChainTip.start(ORIGIN, ChainId.of(new byte[ChainId.BYTES]), 1);
    var builder = new BlockBuilder(tip, signer, SealingPace.DEFAULT, false, 0);
    var hasher = new TreeHasher();
    for (int i = 0; i < blocks; i++) {
      RecordBatch batch = batch(i, messages);
      for (int n = 0; n < batch.count(); n++) {
        int at = batch.startOf(n);
        RecordKind kind = i == 0 && n == 0 ? RecordKind.DICTIONARY : RecordKind.SAMPLE;
        int length = batch.startOf(n + 1) - at;
        if (!builder.addEncoded(kind, SOURCE, batch.buffer(), at, length, 0)) {
          throw new IllegalArgumentException("a block has no room for " + blockRecords);
        }
      }
      Block block = builder.seal(Closing.at(i + 1L, TIME + i, 20), key(i));
      made.add(block);
      tree.append(hasher.leaf(block.leaf()).bytes(), 0, 1);
    }
  }

  private static BlockExcerpt excerpt(RecordBatch batch, byte[] key) {
    var salter = new SaltedTree();
    var salts = new ByteArrayOutputStream();
    var records = new ByteArrayOutputStream();
    for (int i = 0; i < batch.count(); i++) {
      salts.writeBytes(salter.saltOf(key, i));
    }
    records.write(batch.buffer(), batch.startOf(0), batch.sizeBytes());
    return new BlockExcerpt(
        List.of(0, batch.count()),
        ByteString.EMPTY,
        ByteString.of(salts.toByteArray()),
        ByteString.of(records.toByteArray()),
        batch.count());
  }
}
