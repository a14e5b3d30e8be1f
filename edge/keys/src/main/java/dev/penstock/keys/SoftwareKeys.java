package dev.penstock.keys;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.Signers;
import dev.penstock.signature.SigningException;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keys in one file that a passphrase opens ({@code docs/formats/keys.md}). While it is open the
 * secrets are in this process's memory: a software home protects a stolen disk or backup, not a
 * machine that somebody else controls.
 *
 * <p>Req: 62443-4-2 CR 1.9, CR 4.1.
 */
public final class SoftwareKeys implements KeyHome {
  /** The file's name in the folder of keys. */
  public static final String FILE = "software.keys";

  /** Each use and algorithm, rotated monthly for ten years, stays below. */
  private static final int KEYS_MAX = 4_096;

  private static final int COUNT_BYTES = 2;
  private static final int ENTRY_BYTES = 2 + Seed.BYTES;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;

  private record Entry(KeyInfo info, Seed seed) {}

  private final ReplacedFile file;
  private final Signers signers;
  private final SecureRandom random;

  // Guarded by this.
  private Envelope.Keys keys;
  private List<Entry> entries;
  private boolean closed;

  private SoftwareKeys(
      ReplacedFile file,
      Signers signers,
      SecureRandom random,
      Envelope.Keys keys,
      List<Entry> entries) {
    this.file = file;
    this.signers = signers;
    this.random = random;
    this.keys = keys;
    this.entries = entries;
  }

  /**
   * Makes an empty key file; {@code IllegalStateException} when there is one already. Only one
   * process may use the folder: the node's lock sees to that.
   */
  public static SoftwareKeys create(
      Storage folder, Passphrase passphrase, Argon2Cost cost, Signers signers, SecureRandom random)
      throws IOException {
    if (folder.exists(FILE)) {
      throw new IllegalStateException(FILE + " is there already");
    }
    var file = new ReplacedFile(folder, FILE, Envelope.FILE_BYTES_MAX);
    Envelope.Keys keys = Envelope.Keys.derive(passphrase, cost, bytes(random, SALT_BYTES));
    var made = new SoftwareKeys(file, signers, random, keys, List.of());
    try {
      made.write(List.of(), keys);
    } catch (IOException e) {
      made.close();
      throw e;
    }
    return made;
  }

  /** Opens the key file of a folder. */
  public static SoftwareKeysOpening open(
      Storage folder, Passphrase passphrase, Signers signers, SecureRandom random)
      throws IOException {
    var file = new ReplacedFile(folder, FILE, Envelope.FILE_BYTES_MAX);
    Optional<byte[]> bytes = file.read();
    if (bytes.isEmpty()) {
      return new SoftwareKeysOpening.Absent();
    }
    return switch (Envelope.open(bytes.get(), passphrase)) {
      case Envelope.Opened.Content(var content, var keys) -> {
        try (content) {
          yield opened(file, signers, random, keys, content);
        }
      }
      case Envelope.Opened.Damaged(var why) -> new SoftwareKeysOpening.Damaged(why);
      case Envelope.Opened.Truncated(var length, var expected) ->
          new SoftwareKeysOpening.Truncated(length, expected);
      case Envelope.Opened.NewerVersion(var version) ->
          new SoftwareKeysOpening.NewerVersion(version, Envelope.VERSION);
      case Envelope.Opened.WrongPassphrase _ -> new SoftwareKeysOpening.WrongPassphrase();
      case Envelope.Opened.Tampered _ -> new SoftwareKeysOpening.Tampered();
    };
  }

  private static SoftwareKeysOpening opened(
      ReplacedFile file, Signers signers, SecureRandom random, Envelope.Keys keys, Secret content) {
    Optional<List<Entry>> entries = decode(content.bytes());
    if (entries.isEmpty()) {
      keys.close();
      return new SoftwareKeysOpening.Damaged("its list of keys cannot be read");
    }
    return new SoftwareKeysOpening.Opened(
        new SoftwareKeys(file, signers, random, keys, entries.get()));
  }

  @Override
  public String name() {
    return "software keys in " + FILE;
  }

  @Override
  public Set<SignatureAlgorithm> algorithms() {
    return EnumSet.allOf(SignatureAlgorithm.class);
  }

  @Override
  public synchronized List<KeyInfo> list() throws KeyHomeException {
    requireOpen();
    return entries.stream().map(Entry::info).toList();
  }

  @Override
  public synchronized KeyInfo generate(KeyUse use, SignatureAlgorithm algorithm)
      throws KeyHomeException {
    requireOpen();
    if (entries.size() == KEYS_MAX) {
      throw new KeyHomeException(
          KeyHomeException.Reason.FULL, FILE + " holds " + KEYS_MAX + " keys, its limit");
    }
    Seed seed = Seed.generate(algorithm, random);
    var entry = new Entry(new KeyInfo(use, seed.key()), seed);
    List<Entry> more = new ArrayList<>(entries);
    more.add(entry);
    try {
      change(more);
    } catch (KeyHomeException e) {
      seed.close();
      throw e;
    }
    return entry.info();
  }

  @Override
  public synchronized Signer signer(String id, KeyUse use) throws KeyHomeException {
    Entry entry = entry(id);
    if (entry.info().use() != use) {
      throw new KeyHomeException(
          KeyHomeException.Reason.OTHER_USE,
          entry.info() + " cannot be used as a " + use.label() + " key");
    }
    try {
      return entry.seed().signer(signers);
    } catch (SigningException e) {
      throw new KeyHomeException(
          KeyHomeException.Reason.FAILED, "no signer of the " + entry.info(), e);
    }
  }

  @Override
  public synchronized void destroy(String id) throws KeyHomeException {
    Entry entry = entry(id);
    List<Entry> fewer = new ArrayList<>(entries);
    fewer.remove(entry);
    change(fewer);
    entry.seed().close();
  }

  /** Writes all keys anew under another passphrase; the old one opens no later version. */
  public synchronized void changePassphrase(Passphrase passphrase, Argon2Cost cost)
      throws KeyHomeException {
    requireOpen();
    Envelope.Keys next = Envelope.Keys.derive(passphrase, cost, bytes(random, SALT_BYTES));
    try {
      write(entries, next);
    } catch (IOException e) {
      next.close();
      throw failed(e);
    }
    keys.close();
    keys = next;
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries.forEach(entry -> entry.seed().close());
    entries = List.of();
    keys.close();
  }

  /** Says where it is, and nothing of what it holds. */
  @Override
  public String toString() {
    return name();
  }

  private Entry entry(String id) throws KeyHomeException {
    requireOpen();
    return entries.stream()
        .filter(entry -> entry.info().id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new KeyHomeException(
                KeyHomeException.Reason.NO_SUCH_KEY, "no key " + id + " in " + FILE));
  }

  private void requireOpen() throws KeyHomeException {
    if (closed) {
      throw new KeyHomeException(KeyHomeException.Reason.CLOSED, FILE + " was closed");
    }
  }

  /** Memory follows the disk: a key counts only after its file is durable. */
  private void change(List<Entry> changed) throws KeyHomeException {
    try {
      write(changed, keys);
    } catch (IOException e) {
      throw failed(e);
    }
    entries = List.copyOf(changed);
  }

  private void write(List<Entry> content, Envelope.Keys with) throws IOException {
    try (Secret plain = encode(content)) {
      file.replace(Envelope.seal(plain.bytes(), with, bytes(random, NONCE_BYTES)));
    }
  }

  private static KeyHomeException failed(IOException e) {
    return new KeyHomeException(KeyHomeException.Reason.FAILED, FILE + " was not written", e);
  }

  private static Secret encode(List<Entry> entries) {
    ByteBuffer content = ByteBuffer.allocate(COUNT_BYTES + entries.size() * ENTRY_BYTES);
    content.putShort((short) entries.size());
    for (Entry entry : entries) {
      content.put((byte) entry.info().use().code());
      content.put((byte) code(entry.info().algorithm()));
      content.put(entry.seed().bytes());
    }
    return Secret.taking(content.array());
  }

  /** Empty when the content is not what {@link #encode} makes. */
  private static Optional<List<Entry>> decode(byte[] content) {
    if (content.length < COUNT_BYTES) {
      return Optional.empty();
    }
    int count = ByteBuffer.wrap(content).getShort() & 0xffff;
    if (count > KEYS_MAX || content.length != COUNT_BYTES + count * ENTRY_BYTES) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (int at = COUNT_BYTES; at < content.length; at += ENTRY_BYTES) {
      Optional<KeyUse> use = use(content[at]);
      Optional<SignatureAlgorithm> algorithm = algorithm(content[at + 1]);
      Secret secret = Secret.copyOf(content, at + 2, at + ENTRY_BYTES);
      if (use.isEmpty() || algorithm.isEmpty() || !Seed.isSeed(algorithm.get(), secret.bytes())) {
        secret.close();
        entries.forEach(entry -> entry.seed().close());
        return Optional.empty();
      }
      Seed seed = Seed.of(algorithm.get(), secret);
      entries.add(new Entry(new KeyInfo(use.get(), seed.key()), seed));
    }
    return Optional.of(List.copyOf(entries));
  }

  private static Optional<KeyUse> use(byte code) {
    for (KeyUse use : KeyUse.values()) {
      if (use.code() == code) {
        return Optional.of(use);
      }
    }
    return Optional.empty();
  }

  private static Optional<SignatureAlgorithm> algorithm(byte code) {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      if (code(algorithm) == code) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** The number of an algorithm in this file, the same as in key rotations. */
  private static int code(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> 1;
      case ECDSA_P256 -> 2;
      case ML_DSA_44 -> 3;
      case ML_DSA_65 -> 4;
    };
  }

  private static byte[] bytes(SecureRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
