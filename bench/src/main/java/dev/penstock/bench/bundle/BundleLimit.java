package dev.penstock.bench.bundle;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.bench.hash.Blocks;
import dev.penstock.bench.hash.HashLimit;
import dev.penstock.evidence.block.Block;
import dev.penstock.signature.JcaService;
import dev.penstock.signature.KeyEncoding;
import dev.penstock.signature.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/**
 * One thread's share of the limit: each leaf and node hashed, and one signature verified for each
 * block, by the bare provider and from inputs that stand ready in memory.
 */
final class BundleLimit implements Side {
  private final HashLimit hashes;
  private final Blocks inputs;
  private final Signature verifier;
  private final byte[] signed;
  private final byte[] signature;
  private final long blockBytes;

  /**
   * @param inputs as long as salt and record
   * @param block one of those that are verified
   * @param blockBytes how many bytes of a bundle one block is
   */
  BundleLimit(
      Blocks inputs, Block block, VerificationKey key, JcaService service, long blockBytes) {
    this.inputs = inputs;
    this.hashes = new HashLimit(inputs);
    this.signed = block.sigStructure();
    this.signature = block.signature();
    this.blockBytes = blockBytes;
    try {
      PublicKey known =
          KeyFactory.getInstance(service.keyFactory(), service.provider())
              .generatePublic(new X509EncodedKeySpec(KeyEncoding.spki(key)));
      this.verifier = Signature.getInstance(service.signature(), service.provider());
      verifier.initVerify(known);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a provider that passed its test takes no key", e);
    }
  }

  @Override
  public Work run(Budget budget) {
    long bytes = 0;
    long checksum = 0;
    for (int i = 0; !budget.isSpent(); i = (i + 1) % inputs.blockCount()) {
      checksum += hashes.hashBlock(i)[0];
      verify();
      bytes += blockBytes;
    }
    return new Work(bytes, checksum);
  }

  private void verify() {
    try {
      verifier.update(signed);
      if (!verifier.verify(signature)) {
        throw new IllegalStateException("a good signature does not verify");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a good signature does not verify", e);
    }
  }
}
