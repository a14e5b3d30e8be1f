package dev.penstock.cli;

import dev.penstock.cli.bundle.VerifyCommand;
import dev.penstock.cli.chain.VerifyChainCommand;
import dev.penstock.cli.connections.ConnectionsCommand;
import dev.penstock.cli.continuity.VerifyCertificateCommand;
import dev.penstock.cli.doctor.AnchorsCheck;
import dev.penstock.cli.doctor.CertificatesCheck;
import dev.penstock.cli.doctor.Check;
import dev.penstock.cli.doctor.ClockCheck;
import dev.penstock.cli.doctor.DiskCheck;
import dev.penstock.cli.doctor.DoctorCommand;
import dev.penstock.cli.doctor.JdkCheck;
import dev.penstock.cli.doctor.NativeAccessCheck;
import dev.penstock.cli.doctor.RollbackCheck;
import dev.penstock.cli.doctor.SignaturesCheck;
import dev.penstock.cli.doctor.VaultCheck;
import dev.penstock.cli.log.ExportCommand;
import dev.penstock.cli.log.FsckCommand;
import dev.penstock.cli.log.MirrorCommand;
import dev.penstock.cli.log.RestoreCommand;
import dev.penstock.cli.node.BackupCommand;
import dev.penstock.cli.node.CertificateCommand;
import dev.penstock.cli.node.CommandCommand;
import dev.penstock.cli.node.DemoCommand;
import dev.penstock.cli.node.KeysCommand;
import dev.penstock.cli.node.NoticesCommand;
import dev.penstock.cli.node.RebuildCommand;
import dev.penstock.cli.node.ShredCommand;
import dev.penstock.cli.node.Signals;
import dev.penstock.cli.node.StatusCommand;
import dev.penstock.cli.node.StopCommand;
import dev.penstock.cli.node.UpCommand;
import dev.penstock.cli.node.UserCommand;
import dev.penstock.cli.plant.PlantCommand;
import dev.penstock.cli.suite.MavenRun;
import dev.penstock.cli.suite.TestCommand;
import dev.penstock.clock.KernelClock;
import dev.penstock.crypto.CryptoProviders;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Where the product is put together. A new command or check is a line in one of the lists. */
public final class Main {
  private Main() {}

  /**
   * A command by the name it has in its annotation.
   *
   * @param make makes it when it is asked for: looking at each of them would be a good part of a
   *     node's start
   */
  record Named(String name, Supplier<Object> make) {}

  public static void main(String[] args) {
    Signals signals = Signals.listen();
    int exitCode;
    try {
      exitCode = FrontDoor.commandLine(wanted(args, signals)).execute(args);
    } finally {
      signals.ended();
    }
    System.exit(exitCode);
  }

  /** The one command that the first word names, else all: the help and the errors show them. */
  static List<Object> wanted(String[] args, UpCommand.Stop stop) {
    List<Named> all = named(stop);
    if (args.length > 0) {
      for (Named each : all) {
        if (each.name().equals(args[0])) {
          return List.of(each.make().get());
        }
      }
    }
    return all.stream().map(each -> each.make().get()).toList();
  }

  /** All of them, made. */
  static List<Object> commands(UpCommand.Stop stop) {
    return wanted(new String[0], stop);
  }

  /** In the order the help shows them. */
  static List<Named> named(UpCommand.Stop stop) {
    return List.of(
        new Named("demo", () -> new DemoCommand(stop)),
        new Named("up", () -> new UpCommand(stop)),
        new Named("status", StatusCommand::new),
        new Named("stop", StopCommand::new),
        new Named("keys", KeysCommand::new),
        new Named("fsck", () -> new FsckCommand(CryptoProviders::choose, System.getenv())),
        new Named("export", ExportCommand::new),
        new Named(
            "mirror", () -> new MirrorCommand(CryptoProviders::choose, stop, System.getenv())),
        new Named("rebuild", RebuildCommand::new),
        new Named("shred", ShredCommand::new),
        new Named("backup", BackupCommand::new),
        new Named("restore", () -> new RestoreCommand(CryptoProviders::choose)),
        new Named(
            "verify", () -> new VerifyCommand(CryptoProviders::choose, InstantSource.system())),
        new Named("verify-chain", () -> new VerifyChainCommand(CryptoProviders::choose)),
        new Named(
            "verify-certificate", () -> new VerifyCertificateCommand(CryptoProviders::choose)),
        new Named("plant", PlantCommand::new),
        new Named("connections", ConnectionsCommand::new),
        new Named("command", CommandCommand::new),
        new Named("certificate", CertificateCommand::new),
        new Named("user", UserCommand::new),
        new Named("notices", NoticesCommand::new),
        new Named("doctor", () -> new DoctorCommand(checks())),
        new Named("bench", BenchCommand::new),
        new Named("test", () -> new TestCommand(MavenRun.ofTheLauncher())),
        new Named("version", () -> new VersionCommand(Version.ofThisBuild())));
  }

  /** In the order the doctor tells them. */
  static List<Check> checks() {
    return List.of(
        new JdkCheck(Runtime.version().feature(), System.getProperty("java.vm.version", "")),
        new NativeAccessCheck(Main.class.getModule().isNativeAccessEnabled()),
        new SignaturesCheck(() -> CryptoProviders.choose().report()),
        new DiskCheck(),
        new RollbackCheck(),
        new AnchorsCheck(),
        new VaultCheck(),
        new CertificatesCheck(InstantSource.system()),
        new ClockCheck(
            InstantSource.system(), KernelClock.ofThisMachine(), Version.ofThisBuild().built()));
  }
}
