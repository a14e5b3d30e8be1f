package dev.penstock.node;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.shred.PeriodKey;
import dev.penstock.evidence.shred.SealedValues;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.shred.KeyVault;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.flow.shred.ValueSealing;
import dev.penstock.pump.IntakePump;
import dev.penstock.vault.FileVault;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The vault of a node's sealed values, where it has one: it is made when the settings first name
 * shreddable sources, and from then on it is there for reading.
 */
final class Shredding implements Closeable {
  static final String ROOM = "vault";
  private static final String KEYS = "shred-keys";

  private final ShredPolicy policy;
  private final SecureRandom random;
  private final Optional<FileVault> vault;

  private Shredding(ShredPolicy policy, SecureRandom random, Optional<FileVault> vault) {
    this.policy = policy;
    this.random = random;
    this.vault = vault;
  }

  static Shredding open(DataFolder folder, ShredPolicy policy, SecureRandom random)
      throws IOException {
    boolean isThere = Files.isDirectory(folder.path().resolve(ROOM).resolve(KEYS));
    if (policy.isEmpty() && !isThere) {
      return new Shredding(policy, random, Optional.empty());
    }
    Path _ = closedRoom(folder);
    FileVault opened = FileVault.open(folder.room(ROOM), random);
    return new Shredding(policy, random, Optional.of(opened));
  }

  /** The folder with secrets, which only its owner may look into. */
  static Path closedRoom(DataFolder folder) throws IOException {
    Path vault = Files.createDirectories(folder.path().resolve(ROOM));
    return Files.setPosixFilePermissions(vault, PosixFilePermissions.fromString("rwx------"));
  }

  Optional<KeyVault> vault() {
    return vault.map(KeyVault.class::cast);
  }

  ShredPolicy policy() {
    return policy;
  }

  /**
   * What destroys keys, where there is a vault. Finishes at once what an earlier run had to leave:
   * nobody may believe that a key is there.
   *
   * @param remarks hears what the operator should know
   */
  Optional<Shredder> shredder(
      IntakePump intake, SealedRecords records, Node.Machine machine, Consumer<String> remarks) {
    Optional<Shredder> shredder =
        vault().map(keys -> new Shredder(keys, intake, records, machine.clock(), machine.random()));
    try {
      if (shredder.isPresent()) {
        int finished = shredder.get().resume();
        if (finished > 0) {
          remarks.accept(finished + " shreds that an earlier run had begun are finished");
        }
      }
    } catch (IOException e) {
      remarks.accept("a shred that was begun is not finished: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return shredder;
  }

  /** For the thread that takes in. */
  ValueSealing sealing() {
    return policy.isEmpty() || vault.isEmpty()
        ? ValueSealing.NONE
        : new Sealing(vault.get(), policy, random);
  }

  /** For those who read. */
  ValueOpening opening() {
    return vault.<ValueOpening>map(ValueOpening::of).orElse(ValueOpening.NONE);
  }

  private record Sealing(KeyVault vault, ShredPolicy policy, SecureRandom random)
      implements ValueSealing {
    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public boolean covers(String source) {
      return policy.covers(source);
    }

    @Override
    public LedgerRecord seal(LedgerRecord clear) throws IOException {
      long received =
          Objects.requireNonNull(clear.receivedTime(), "received here, so it has a time");
      PeriodKey key = vault.keyFor(clear.source(), received, policy);
      byte[] nonce = new byte[SealedValues.NONCE_BYTES];
      random.nextBytes(nonce);
      return SealedValues.seal(clear, key, nonce);
    }
  }

  @Override
  public void close() throws IOException {
    if (vault.isPresent()) {
      vault.get().close();
    }
  }
}
