package dev.penstock.bench.evidence;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.bench.hash.Blocks;
import dev.penstock.bench.hash.HashLimit;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records encoded, salted, hashed and signed into blocks in memory, beside the hashes of leaves and
 * tree alone; both on one core.
 */
public final class SealCoreBench implements Bench {
  private static final long SEED = 1;

  private static final Knob RECORD_BYTES = new Knob("record_bytes", 128, "length of a record");
  private static final Knob BLOCK_RECORDS =
      new Knob("block_records", RecordBatch.COUNT_MAX, "records in a block");

  @Override
  public String name() {
    return "seal-core";
  }

  @Override
  public String purpose() {
    return "records encoded, salted, hashed and signed into blocks, one core";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(RECORD_BYTES, BLOCK_RECORDS);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    int recordBytes = Math.toIntExact(settings.knob(RECORD_BYTES.name()));
    int blockRecords = Math.toIntExact(settings.knob(BLOCK_RECORDS.name()));
    try {
      Signer signer = Keys.ed25519(CryptoProviders.choose());
      requireSameRoot(recordBytes, blockRecords, signer);
      int leafBytes = SaltedTree.SALT_BYTES + recordBytes;
      return List.of(
          new Contest(
              "seal",
              "records/s",
              new SealRecords(new Messages(recordBytes, SEED), blockRecords, signer),
              new HashLimit(Blocks.random(leafBytes, blockRecords, SEED))));
    } catch (NoProviderException | SigningException e) {
      throw new IOException("no signatures on this machine", e);
    }
  }

  /** The limit must come to the root that the product signs, from the same records. */
  private static void requireSameRoot(int recordBytes, int blockRecords, Signer signer)
      throws SigningException {
    var product = new SealRecords(new Messages(recordBytes, SEED), blockRecords, signer);
    List<ClosedBlock> closed = new ArrayList<>();
    product.listen(closed::add);
    var _ = product.sealBlock();
    ClosedBlock block = closed.getFirst();

    var again = new Messages(recordBytes, SEED);
    RecordBatch records = new RecordBatch();
    fill(records, again, SealRecords.FRAME);
    fill(records, again, blockRecords);
    byte[] inputs = LeafInputs.of(block.extents().key().bytes(), records);
    int leafBytes = SaltedTree.SALT_BYTES + recordBytes;
    var limit = new HashLimit(Blocks.of(leafBytes, blockRecords, inputs));
    boolean isSame = Digest.of(limit.hashBlock(0)).equals(block.block().header().root());
    CoseVerdict verdict = block.block().verify(new CoseVerifier(new JdkSignatures(), signer.key()));
    if (closed.size() != 1 || !isSame || verdict != CoseVerdict.VERIFIED) {
      throw new IllegalStateException("product and limit differ: " + closed + ", " + verdict);
    }
  }

  private static void fill(RecordBatch records, Messages from, int count) {
    records.clear();
    for (int i = 0; i < count; i++) {
      from.addTo(records);
    }
  }
}
