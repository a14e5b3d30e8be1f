package dev.penstock.node;

import dev.penstock.flow.Ledger;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.keys.Argon2Cost;
import dev.penstock.keys.KeyHome;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.keys.KeyRing;
import dev.penstock.keys.KeyUse;
import dev.penstock.keys.Passphrase;
import dev.penstock.keys.SoftwareKeys;
import dev.penstock.keys.SoftwareKeysOpening;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.Signers;
import dev.penstock.signature.VerificationKey;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The node's own keys: one for blocks, one for the log, the log's second one against quantum
 * computers, one for statements, and one for acks.
 *
 * <p>Req: 62443-4-2 CR 1.9.
 */
final class NodeKeys implements AutoCloseable {
  /** The secret that opens the key file of a node whose operator gave no passphrase. */
  static final String SECRET = "unattended.secret";

  private static final int SECRET_BYTES = 32;
  private static final int SECRET_FILE_BYTES_MAX = 1_024;

  private static final String CHAIN = "chain.key";
  private static final int CHAIN_BYTES = 32;

  private final KeyHome home;
  private final KeyRing ring;
  private final String origin;
  private final Storage folder;
  private final SecureRandom random;

  private NodeKeys(KeyHome home, KeyRing ring, String origin, Storage folder, SecureRandom random) {
    this.home = home;
    this.ring = ring;
    this.origin = origin;
    this.folder = folder;
    this.random = random;
  }

  static NodeKeys open(
      Storage folder,
      Optional<Path> passphraseFile,
      String origin,
      Signers signers,
      SecureRandom random)
      throws IOException, StartException {
    try (Passphrase passphrase = passphrase(folder, passphraseFile, random)) {
      Argon2Cost cost =
          passphraseFile.isPresent() ? Argon2Cost.RECOMMENDED : Argon2Cost.MACHINE_MADE;
      SoftwareKeysOpening opening = SoftwareKeys.open(folder, passphrase, signers, random);
      SoftwareKeys home =
          switch (opening) {
            case SoftwareKeysOpening.Opened(var keys) -> keys;
            case SoftwareKeysOpening.Absent() ->
                SoftwareKeys.create(folder, passphrase, cost, signers, random);
            case SoftwareKeysOpening.WrongPassphrase _,
                SoftwareKeysOpening.Truncated _,
                SoftwareKeysOpening.Damaged _,
                SoftwareKeysOpening.Tampered _,
                SoftwareKeysOpening.NewerVersion _ ->
                throw new StartException(SoftwareKeysOpening.describe(opening));
          };
      return new NodeKeys(home, KeyRing.open(home, folder), origin, folder, random);
    }
  }

  private static Passphrase passphrase(Storage folder, Optional<Path> file, SecureRandom random)
      throws IOException {
    if (file.isPresent()) {
      return Passphrase.ofFile(file.get());
    }
    byte[] secret = ReplacedFile.read(folder, SECRET, SECRET_FILE_BYTES_MAX);
    if (secret.length == 0) {
      byte[] bytes = new byte[SECRET_BYTES];
      random.nextBytes(bytes);
      secret = (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII);
      Arrays.fill(bytes, (byte) 0);
      ReplacedFile.write(folder, SECRET, secret);
    }
    char[] typed = new String(secret, StandardCharsets.US_ASCII).strip().toCharArray();
    try {
      return Passphrase.of(typed);
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  /**
   * The secp256k1 key of chain transactions, made when it is first asked for; the caller overwrites
   * it. No key home signs on that curve, so it stands in a file of its own, and it holds no more
   * than the coins for fees.
   */
  synchronized byte[] chainKey() throws IOException {
    byte[] stored = ReplacedFile.read(folder, CHAIN, SECRET_FILE_BYTES_MAX);
    if (stored.length == 0) {
      byte[] key = new byte[CHAIN_BYTES];
      // A key is below the order of the curve, SEC 2 §2.4.1; all but one in 2^128 draws are.
      random.nextBytes(key);
      stored = (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII);
      ReplacedFile.write(folder, CHAIN, stored);
      return key;
    }
    String hex = new String(stored, StandardCharsets.US_ASCII).strip();
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IOException("keys/" + CHAIN + " is not 64 hexadecimal digits");
    }
    return HexFormat.of().parseHex(hex);
  }

  /** Signs blocks. */
  Signer blocks() throws KeyHomeException {
    return ring.signer(KeyUse.BLOCK, SignatureAlgorithm.ED25519);
  }

  /** The rotation of the log's keys, which are the same ones here and there. */
  LogKeyRotation rotation(Ledger ledger) {
    return new LogKeyRotation(origin, ring, ledger);
  }

  /** Signs every checkpoint. */
  NoteSigner log() throws KeyHomeException {
    return NoteSigner.ofLog(origin, ring.signer(KeyUse.LOG, SignatureAlgorithm.ED25519));
  }

  /** Signs a checkpoint each minute beside the first. */
  NoteSigner logMlDsa44() throws KeyHomeException {
    return NoteSigner.ofCosigner(origin, ring.signer(KeyUse.LOG, SignatureAlgorithm.ML_DSA_44));
  }

  /** Signs what the node states to auditors: certificates of continuity. */
  Signer statements() throws KeyHomeException {
    return ring.signer(KeyUse.STATEMENT, SignatureAlgorithm.ED25519);
  }

  /** Signs the certificates that this site issues; made when it is first asked for. */
  Signer authority() throws KeyHomeException {
    return ring.signer(KeyUse.CA, SignatureAlgorithm.ECDSA_P256);
  }

  /** Signs what devices are told of their blocks. */
  Signer acks() throws KeyHomeException {
    return ring.signer(KeyUse.ACK, SignatureAlgorithm.ED25519);
  }

  /** Cosign the checkpoints of neighbours; made when they are first asked for. */
  List<NoteSigner> witness(String name) throws KeyHomeException {
    return List.of(
        NoteSigner.ofCosigner(name, ring.signer(KeyUse.WITNESS, SignatureAlgorithm.ED25519)),
        NoteSigner.ofCosigner(name, ring.signer(KeyUse.WITNESS, SignatureAlgorithm.ML_DSA_44)));
  }

  /** The public keys of this node that sign now; none of them is anybody outside. */
  Set<VerificationKey> all() throws KeyHomeException {
    return Set.of(
        blocks().key(),
        log().key().key(),
        logMlDsa44().key().key(),
        statements().key(),
        acks().key());
  }

  /** The keys of this node that an auditor needs, docs/formats/trust-file.md. */
  TrustFile.Own trust() throws KeyHomeException {
    return new TrustFile.Own(origin, log().key(), blocks().key(), statements().key());
  }

  @Override
  public void close() {
    home.close();
  }
}
