package dev.penstock.bench.evidence;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Crew;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.signature.JcaService;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.util.List;

/**
 * Blocks of self-signing devices checked, form, signature and every record, beside their signatures
 * and hashes alone; on one thread and on all.
 */
public final class VerifyBlocksBench implements Bench {
  private static final Knob RECORD_BYTES = new Knob("record_bytes", 128, "length of a record");
  private static final Knob BLOCK_RECORDS = new Knob("block_records", 256, "records in a block");

  @Override
  public String name() {
    return "verify-blocks";
  }

  @Override
  public String purpose() {
    return "records in blocks that devices signed with P-256, checked";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(RECORD_BYTES, BLOCK_RECORDS);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    try {
      CryptoProviders providers = CryptoProviders.choose();
      var blocks =
          new DeviceBlocks(
              Math.toIntExact(settings.knob(RECORD_BYTES.name())),
              Math.toIntExact(settings.knob(BLOCK_RECORDS.name())),
              providers);
      JcaService service = providers.service(SignatureAlgorithm.ECDSA_P256);
      requireSameVerdict(
          new VerifyBlocks(blocks, providers), new VerifyLimit(blocks, service), blocks);
      return List.of(
          new Contest(
              "one_thread",
              "records/s",
              new VerifyBlocks(blocks, providers),
              new VerifyLimit(blocks, service)),
          new Contest(
              "all_cores",
              "records/s",
              new Crew(settings.threads(), () -> new VerifyBlocks(blocks, providers)),
              new Crew(settings.threads(), () -> new VerifyLimit(blocks, service))));
    } catch (NoProviderException | SigningException e) {
      throw new IOException("no signatures on this machine", e);
    }
  }

  /** Both take every block, and the limit comes to the roots that were signed. */
  private static void requireSameVerdict(
      VerifyBlocks product, VerifyLimit limit, DeviceBlocks blocks) {
    for (int i = 0; i < blocks.count(); i++) {
      boolean isSame =
          product.check(i) == blocks.block(i).link().hashCode()
              && limit.root(i).equals(blocks.block(i).header().root());
      if (!isSame) {
        throw new IllegalStateException("product and limit differ on block " + i);
      }
    }
  }
}
