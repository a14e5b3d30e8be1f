package dev.penstock.node;

import dev.penstock.blobs.FileBlobs;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.IndexFollower;
import dev.penstock.flow.index.IndexedContinuity;
import dev.penstock.flow.index.IndexedRecords;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.keys.SoftwareKeys;
import dev.penstock.ledger.FileLedger;
import dev.penstock.merkle.Hands;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.node.backup.CopyProgress;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.projections.SqliteIndex;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is done to the folder of a node that does not run. Holds the folder as a node would, so that
 * none can start meanwhile.
 */
public final class StoppedNode {
  private StoppedNode() {}

  /**
   * A key of the log that was rotated.
   *
   * @param before the key that was given up
   * @param now the key that signs from now on
   * @param lastSize the last size that the old key was right for
   */
  public record Rotated(NoteKey before, NoteKey now, long lastSize) {}

  /**
   * Rotates a key of the log, Ed25519 or ML-DSA-44.
   *
   * @throws StartException when it cannot, with one line for the operator
   */
  public static Rotated rotateLogKey(
      Path path, NodeSettings settings, SignatureAlgorithm algorithm, Node.Machine machine)
      throws StartException, InterruptedException {
    if (!Files.isRegularFile(path.resolve("ledger").resolve("format"))) {
      throw new StartException(path + " is no folder of a node that has run");
    }
    List<String> remarks = new ArrayList<>();
    try (DataFolder folder = DataFolder.open(path, machine.holder());
        NodeKeys keys =
            NodeKeys.open(
                folder.room("keys"),
                settings.passphraseFile(),
                settings.origin(),
                CryptoProviders.choose(),
                machine.random());
        FileLedger ledger =
            Stores.openLedger(folder.room("ledger"), settings, machine, Hands.ONE, remarks)) {
      LogKeyRotation rotation = keys.rotation(ledger);
      rotation.reconcile();
      NoteKey before = key(keys, algorithm);
      long lastSize = ledger.view().head().size();
      rotation.rotate(algorithm);
      return new Rotated(before, key(keys, algorithm), lastSize);
    } catch (IOException e) {
      throw new StartException(path + " cannot be opened: " + e.getMessage());
    } catch (NoProviderException e) {
      throw new StartException("nobody here can sign: " + e.getMessage() + "; run doctor");
    } catch (KeyHomeException | SigningException e) {
      throw new StartException("the node's keys cannot be used: " + e.getMessage());
    }
  }

  /**
   * Writes a backup, and the keys if that is wanted, and checks it.
   *
   * @param target a folder that is not there yet
   * @param keys a file that is not there yet
   * @throws StartException when it cannot, with one line for the operator
   */
  public static BackupCheck.Result backUp(
      Path path,
      NodeSettings settings,
      Path target,
      Optional<Path> keys,
      Node.Machine machine,
      CopyProgress progress)
      throws StartException {
    try (DataFolder folder = DataFolder.openToBackUp(path, machine.holder())) {
      try (Stores stores = Stores.open(folder, settings, machine, Hands.ONE)) {
        new Backup(folder, stores, machine.clock(), progress).write(target, keys);
      }
      BackupCheck.Result checked = BackupCheck.run(target, progress);
      if (checked.findings().isEmpty()) {
        DataFormat.OURS.noteBackup(path, folder.storage());
      }
      return checked;
    } catch (IOException e) {
      throw new StartException("the backup was not written: " + e);
    }
  }

  /**
   * Which keys an auditor of this node needs, docs/formats/trust-file.md.
   *
   * @throws StartException when it cannot, with one line for the operator
   */
  public static String trust(Path path, NodeSettings settings, Node.Machine machine)
      throws StartException {
    Path file = path.resolve("keys").resolve(SoftwareKeys.FILE);
    if (!Files.isRegularFile(file)) {
      // Opening would make new ones, which have signed nothing.
      throw new StartException(file + " is not there: " + path + " has no keys to be shown");
    }
    try (DataFolder folder = DataFolder.open(path, machine.holder());
        NodeKeys keys =
            NodeKeys.open(
                folder.room("keys"),
                settings.passphraseFile(),
                settings.origin(),
                CryptoProviders.choose(),
                machine.random())) {
      return trust(folder, settings, keys, machine);
    } catch (IOException e) {
      throw new StartException(path + " cannot be opened: " + e.getMessage());
    } catch (NoProviderException e) {
      throw new StartException("nobody here can sign: " + e.getMessage() + "; run doctor");
    } catch (KeyHomeException e) {
      throw new StartException("the node's keys cannot be used: " + e.getMessage());
    }
  }

  private static String trust(
      DataFolder folder, NodeSettings settings, NodeKeys keys, Node.Machine machine)
      throws IOException, StartException, KeyHomeException {
    if (settings.devices().isEmpty()) {
      return keys.trust().text(List.of());
    }
    try (Stores stores = Stores.open(folder, settings, machine, Hands.ONE)) {
      return keys.trust().text(devices(folder, settings, stores));
    }
  }

  private static List<TrustFile.DeviceKeys> devices(
      DataFolder folder, NodeSettings settings, Stores stores) throws IOException {
    return Devices.remembered(stores, folder.room("notes")).memory().keysOf(settings.devices());
  }

  /**
   * Writes a bundle of what a stopped node has sealed.
   *
   * @param file must not be there yet
   * @return what was written, in lines for people
   * @throws StartException when it cannot, with one line for the operator
   */
  public static List<String> bundle(
      Path path,
      NodeSettings settings,
      BundleRequest request,
      Path file,
      Node.Machine machine,
      Rebuild.Progress progress)
      throws StartException {
    if (!Files.isRegularFile(path.resolve("keys").resolve(SoftwareKeys.FILE))) {
      throw new StartException(path + " has no keys; a bundle needs the log's ML-DSA-44 key");
    }
    try (DataFolder folder = DataFolder.open(path, machine.holder());
        NodeKeys keys =
            NodeKeys.open(
                folder.room("keys"),
                settings.passphraseFile(),
                settings.origin(),
                CryptoProviders.choose(),
                machine.random());
        Stores stores = Stores.open(folder, settings, machine, Hands.ONE);
        SqliteIndex index = SqliteIndex.open(path.resolve(Projections.FILE))) {
      var evidence =
          new BlockReader.Evidence(
              stores.ledger(), stores.journal(), stores.extents(), settings.origin());
      follow(evidence, stores, index, new FileBlobs(folder.room(Projections.BLOBS)), progress);
      var certifier =
          new IndexedContinuity.Certifier(
              settings.origin(),
              Optional.of(keys.statements()),
              // What brokers granted is known to a node that runs.
              _ -> Optional.empty(),
              machine.clock());
      var sources =
          new Bundles.Sources(
              evidence,
              index,
              new IndexedRecords(evidence, index),
              new IndexedContinuity(evidence, index, certifier));
      TrustFile.Own own = keys.trust();
      List<TrustFile.DeviceKeys> devices = devices(folder, settings, stores);
      UnaryOperator<String> trust =
          source -> own.text(devices.stream().filter(one -> one.source().equals(source)).toList());
      var bundles =
          new Bundles(sources, stores.anchors(), keys.logMlDsa44(), trust, machine.clock());
      return switch (bundles.prepare(request)) {
        case Bundles.Prepared.Impossible(var reason) -> throw new StartException(reason);
        case Bundles.Prepared.Ready(var writing, var remark) ->
            BundleCommand.lines(BundleFile.write(writing, file, progress::at), remark);
      };
    } catch (IOException e) {
      throw new StartException("the bundle was not written: " + e);
    } catch (NoProviderException e) {
      throw new StartException("nobody here can sign: " + e.getMessage() + "; run doctor");
    } catch (KeyHomeException e) {
      throw new StartException("the node's keys cannot be used: " + e.getMessage());
    }
  }

  private static void follow(
      BlockReader.Evidence evidence,
      Stores stores,
      SqliteIndex index,
      FileBlobs blobs,
      Rebuild.Progress progress)
      throws IOException {
    long size = stores.ledger().view().head().size();
    try (var follower = new IndexFollower(evidence, stores.extents(), index, blobs)) {
      while (!follower.step()) {
        progress.at(follower.indexed(), size);
      }
    }
  }

  private static NoteKey key(NodeKeys keys, SignatureAlgorithm algorithm) throws KeyHomeException {
    return algorithm == SignatureAlgorithm.ED25519 ? keys.log().key() : keys.logMlDsa44().key();
  }
}
