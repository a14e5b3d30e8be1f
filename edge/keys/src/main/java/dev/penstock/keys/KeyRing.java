package dev.penstock.keys;

import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys of one home and which of them signs now: one current key for each use and algorithm.
 *
 * <p>Which key is current is public and stands in a small text file beside the home. The truth
 * about a log's key, however, is the log: a rotation is {@link #begin begun} (the new key is
 * durable, both keys have signed the statement), the statement becomes a durable entry of the log,
 * and only then is the rotation {@link #finish finished}. After a crash in between, {@link
 * #reconcile} asks the log's history which key it is.
 */
public final class KeyRing {
  /** The file's name in the folder of keys. */
  public static final String FILE = "current.keys";

  private static final String HEAD = "penstock current keys 1";
  private static final int FILE_BYTES_MAX = 64 * 1024;

  private final KeyHome home;
  private final ReplacedFile file;

  /** Ids of the current keys by "use algorithm". Guarded by this. */
  private Map<String, String> current;

  private KeyRing(KeyHome home, ReplacedFile file, Map<String, String> current) {
    this.home = home;
    this.file = file;
    this.current = current;
  }

  /** A rotation that was signed and waits for its place in the log. */
  public static final class Begun {
    private final KeyInfo next;
    private final byte[] statement;

    private Begun(KeyInfo next, byte[] statement) {
      this.next = next;
      this.statement = statement;
    }

    public KeyInfo next() {
      return next;
    }

    /** The signed {@link KeyRotation}, to be appended to the log. */
    public byte[] statement() {
      return statement.clone();
    }
  }

  /**
   * Reads which keys are current.
   *
   * @param folder where the home's files are; for a token any folder of the node's own
   */
  public static KeyRing open(KeyHome home, Storage folder) throws IOException {
    var file = new ReplacedFile(folder, FILE, FILE_BYTES_MAX);
    Optional<byte[]> content = file.read();
    return new KeyRing(home, file, content.isEmpty() ? new TreeMap<>() : decode(content.get()));
  }

  /** What is known of the current key, or empty when none was ever made. */
  public synchronized Optional<KeyInfo> current(KeyUse use, SignatureAlgorithm algorithm)
      throws KeyHomeException {
    String id = current.get(slot(use, algorithm));
    return id == null ? Optional.empty() : Optional.of(info(id));
  }

  /**
   * A signer of the current key. The first time a key is made; one key that is there already, as
   * after a crash right then, is taken.
   */
  public synchronized Signer signer(KeyUse use, SignatureAlgorithm algorithm)
      throws KeyHomeException {
    String id = current.get(slot(use, algorithm));
    if (id == null) {
      id = first(use, algorithm).id();
      setCurrent(use, algorithm, id);
    }
    return home.signer(id, use);
  }

  /**
   * Makes the next key and the statement that hands over to it. Nothing has changed for readers
   * yet; a rotation begun before and never finished is begun again with its key.
   *
   * @param name what the keys sign under: for a log its origin
   * @param lastSize the last tree size that the old key signs for
   */
  public synchronized Begun begin(
      KeyUse use, SignatureAlgorithm algorithm, String name, long lastSize)
      throws KeyHomeException, SigningException {
    Signer old = signer(use, algorithm);
    KeyInfo next = unfinished(use, algorithm, old);
    Signer nextSigner = home.signer(next.id(), use);
    byte[] statement = new KeyRotation(name, old.key(), next.key(), lastSize).sign(old, nextSigner);
    return new Begun(next, statement);
  }

  /** The statement is durable in the log: from now on the next key signs. */
  public synchronized void finish(KeyInfo next) throws KeyHomeException {
    KeyInfo known = info(next.id());
    setCurrent(known.use(), known.algorithm(), known.id());
  }

  /**
   * Follows the log: when its history names another key of this home as the current one, that one
   * signs from now on. False when the log's current key does not live here, and nothing may be
   * signed for it.
   */
  public synchronized boolean reconcile(KeyUse use, KeyHistory history) throws KeyHomeException {
    var wanted = new KeyInfo(use, history.current());
    if (!home.list().contains(wanted)) {
      return false;
    }
    if (!wanted.id().equals(current.get(slot(use, wanted.algorithm())))) {
      setCurrent(use, wanted.algorithm(), wanted.id());
    }
    return true;
  }

  /** Destroys a key that is not current. */
  public synchronized void destroy(String id) throws KeyHomeException {
    if (current.containsValue(id)) {
      throw new KeyHomeException(
          KeyHomeException.Reason.IN_USE, "key " + id + " is current; rotate it first");
    }
    home.destroy(id);
  }

  private KeyInfo first(KeyUse use, SignatureAlgorithm algorithm) throws KeyHomeException {
    List<KeyInfo> there = keys(use, algorithm);
    return switch (there.size()) {
      case 0 -> home.generate(use, algorithm);
      case 1 -> there.getFirst();
      default ->
          throw new KeyHomeException(
              KeyHomeException.Reason.AMBIGUOUS,
              home.name()
                  + " holds "
                  + there.size()
                  + " "
                  + use.label()
                  + " keys of "
                  + algorithm
                  + " and "
                  + FILE
                  + " does not say which is current");
    };
  }

  /**
   * The newest key, when it came after the current one: a rotation that was begun and not finished.
   * Keys before the current one were given up and are never taken again.
   */
  private KeyInfo unfinished(KeyUse use, SignatureAlgorithm algorithm, Signer old)
      throws KeyHomeException {
    List<KeyInfo> there = keys(use, algorithm);
    KeyInfo last = there.getLast();
    return last.key().equals(old.key()) ? home.generate(use, algorithm) : last;
  }

  private List<KeyInfo> keys(KeyUse use, SignatureAlgorithm algorithm) throws KeyHomeException {
    return home.list().stream()
        .filter(info -> info.use() == use && info.algorithm() == algorithm)
        .toList();
  }

  private KeyInfo info(String id) throws KeyHomeException {
    return home.list().stream()
        .filter(info -> info.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new KeyHomeException(
                KeyHomeException.Reason.NO_SUCH_KEY, "no key " + id + " in " + home.name()));
  }

  private void setCurrent(KeyUse use, SignatureAlgorithm algorithm, String id)
      throws KeyHomeException {
    Map<String, String> changed = new TreeMap<>(current);
    changed.put(slot(use, algorithm), id);
    try {
      file.replace(encode(changed));
    } catch (IOException e) {
      throw new KeyHomeException(KeyHomeException.Reason.FAILED, FILE + " was not written", e);
    }
    current = changed;
  }

  private static String slot(KeyUse use, SignatureAlgorithm algorithm) {
    return use.label() + " " + algorithm.name();
  }

  private static byte[] encode(Map<String, String> current) {
    var text = new StringBuilder(HEAD).append('\n');
    current.forEach((slot, id) -> text.append(slot).append(' ').append(id).append('\n'));
    return text.append("end\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Map<String, String> decode(byte[] content) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.addAll(Arrays.asList(new String(content, StandardCharsets.US_ASCII).split("\n", -1)));
    if (lines.size() < 3
        || !lines.getFirst().equals(HEAD)
        || !lines.removeLast().isEmpty()
        || !lines.removeLast().equals("end")) {
      throw new IOException(FILE + " is not a whole file of version 1; restore it from a backup");
    }
    Map<String, String> current = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int space = line.lastIndexOf(' ');
      if (space < 0
          || !line.substring(space + 1).matches("[0-9a-f]{64}")
          || current.put(line.substring(0, space), line.substring(space + 1)) != null) {
        throw new IOException(FILE + " has a line that cannot be read: " + line);
      }
    }
    return current;
  }
}
