package dev.penstock.bench.evidence;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.chain.KeyStatus;
import dev.penstock.evidence.chain.KeyTrust;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signer;
import dev.penstock.signature.Signers;
import dev.penstock.signature.SigningException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Messages of self-signing devices, more than the second-level cache of a core holds, and what a
 * gateway knows of the devices' keys.
 */
public final class DeviceBlocks {
  private static final int BYTES_WANTED = 4 << 20;
  private static final int DEVICES = 16;
  private static final long SEED = 1;

  private final List<byte[]> messages = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Signer> signers = new ArrayList<>();
  private final Map<Digest, KeyStatus> keys = new HashMap<>();
  private final ByteArrayOutputStream leafInputs = new ByteArrayOutputStream();
  private final int recordBytes;
  private final int blockRecords;

  public DeviceBlocks(int recordBytes, int blockRecords, Signers providers)
      throws SigningException {
    this.recordBytes = recordBytes;
    this.blockRecords = blockRecords;
    int perDevice = Math.max(1, BYTES_WANTED / (recordBytes * blockRecords) / DEVICES);
    var random = new SplittableRandom(SEED);
    var records = new Messages(recordBytes, SEED);
    for (int device = 0; device < DEVICES; device++) {
      Signer signer = Keys.p256(providers);
      byte[] id = new byte[ChainId.BYTES];
      random.nextBytes(id);
      var tip = ChainTip.start("device-" + device, ChainId.of(id), 1);
      keys.put(
          Block.kidOf(signer.key()),
          new KeyStatus.Known(signer.key(), tip.origin(), tip.chain(), 0, Long.MAX_VALUE));
      var builder = new BlockBuilder(tip, signer, SealingPace.DEFAULT, false, 0);
      for (int i = 0; i < perDevice; i++) {
        make(builder, signer, records, random);
      }
    }
  }

  private void make(BlockBuilder builder, Signer signer, Messages from, SplittableRandom random)
      throws SigningException {
    var batch = new RecordBatch();
    for (int i = 0; i < blockRecords; i++) {
      from.addTo(batch);
      int at = batch.startOf(i);
      int length = batch.startOf(i + 1) - at;
      if (!builder.addEncoded(RecordKind.SAMPLE, Messages.SOURCE, batch.buffer(), at, length, 0)) {
        throw new IllegalArgumentException("a block has no room for " + blockRecords + " records");
      }
    }
    byte[] key = new byte[32];
    random.nextBytes(key);
    SealedBlock sealed = builder.close(Closing.at(1), key);
    messages.add(sealed.message());
    blocks.add(sealed.block());
    signers.add(signer);
    leafInputs.writeBytes(LeafInputs.of(key, batch));
  }

  public int count() {
    return messages.size();
  }

  public int blockRecords() {
    return blockRecords;
  }

  int recordBytes() {
    return recordBytes;
  }

  /** A message as it came; the array itself, to be read only. */
  public byte[] message(int index) {
    return messages.get(index);
  }

  Block block(int index) {
    return blocks.get(index);
  }

  /** Whose block it is. */
  Signer signer(int index) {
    return signers.get(index);
  }

  /** Salt and record of all leaves of all blocks, back to back. */
  byte[] leafInputs() {
    return leafInputs.toByteArray();
  }

  /** What the gateway knows of a kid. */
  public KeyTrust trust() {
    var unknown = new KeyStatus.Unknown();
    return (kid, _) -> keys.getOrDefault(kid, unknown);
  }
}
