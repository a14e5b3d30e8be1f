package dev.penstock.bench.evidence;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.bench.hash.Blocks;
import dev.penstock.bench.hash.HashLimit;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.JcaService;
import dev.penstock.signature.KeyEncoding;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signature and hash limit: the bare provider verifies each signature with a prepared key over
 * bytes that stand ready, and each leaf and node is hashed from inputs that stand ready. Nothing is
 * decoded, salted, compared or decided.
 */
final class VerifyLimit implements Side {
  private final DeviceBlocks blocks;
  private final HashLimit hashes;
  private final List<Signature> verifiers = new ArrayList<>();
  private final List<byte[]> signed = new ArrayList<>();
  private final List<byte[]> signatures = new ArrayList<>();

  VerifyLimit(DeviceBlocks blocks, JcaService service) {
    this.blocks = blocks;
    this.hashes =
        new HashLimit(
            Blocks.of(
                SaltedTree.SALT_BYTES + blocks.recordBytes(),
                blocks.blockRecords(),
                blocks.leafInputs()));
    Map<Object, Signature> byKey = new HashMap<>();
    for (int i = 0; i < blocks.count(); i++) {
      var key = blocks.signer(i).key();
      verifiers.add(byKey.computeIfAbsent(key, any -> prepared(service, KeyEncoding.spki(key))));
      signed.add(blocks.block(i).sigStructure());
      signatures.add(blocks.block(i).signature());
    }
  }

  private static Signature prepared(JcaService service, byte[] spki) {
    try {
      PublicKey key =
          KeyFactory.getInstance(service.keyFactory(), service.provider())
              .generatePublic(new X509EncodedKeySpec(spki));
      Signature verifier = Signature.getInstance(service.signature(), service.provider());
      verifier.initVerify(key);
      return verifier;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a provider that passed its test takes no key", e);
    }
  }

  @Override
  public Work run(Budget budget) {
    long count = 0;
    long checksum = 0;
    for (int i = 0; !budget.isSpent(); i = (i + 1) % blocks.count()) {
      checksum ^= root(i).hashCode();
      count += blocks.blockRecords();
    }
    return new Work(count, checksum);
  }

  /** Verifies the signature of one block and answers the root over its leaves. */
  Digest root(int index) {
    try {
      Signature verifier = verifiers.get(index);
      verifier.update(signed.get(index));
      if (!verifier.verify(signatures.get(index))) {
        throw new IllegalStateException("a good signature does not verify");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a good signature does not verify", e);
    }
    return Digest.of(hashes.hashBlock(index));
  }
}
