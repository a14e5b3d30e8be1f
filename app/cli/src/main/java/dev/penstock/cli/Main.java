package dev.penstock.cli;

import dev.penstock.cli.chain.VerifyChainCommand;
import dev.penstock.cli.continuity.VerifyCertificateCommand;
import dev.penstock.cli.doctor.Check;
import dev.penstock.cli.doctor.ClockCheck;
import dev.penstock.cli.doctor.DiskCheck;
import dev.penstock.cli.doctor.DoctorCommand;
import dev.penstock.cli.doctor.JdkCheck;
import dev.penstock.cli.doctor.NativeAccessCheck;
import dev.penstock.cli.doctor.RollbackCheck;
import dev.penstock.cli.doctor.SignaturesCheck;
import dev.penstock.cli.log.ExportCommand;
import dev.penstock.cli.log.FsckCommand;
import dev.penstock.cli.log.RestoreCommand;
import dev.penstock.cli.node.BackupCommand;
import dev.penstock.cli.node.DemoCommand;
import dev.penstock.cli.node.KeysCommand;
import dev.penstock.cli.node.RebuildCommand;
import dev.penstock.cli.node.Signals;
import dev.penstock.cli.node.StatusCommand;
import dev.penstock.cli.node.StopCommand;
import dev.penstock.cli.node.UpCommand;
import dev.penstock.cli.suite.MavenRun;
import dev.penstock.cli.suite.TestCommand;
import dev.penstock.clock.KernelClock;
import dev.penstock.crypto.CryptoProviders;
import java.time.InstantSource;
import java.util.List;

/** Where the product is put together. A new command or check is a line in one of the lists. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Signals signals = Signals.listen();
    int exitCode;
    try {
      exitCode = FrontDoor.commandLine(commands(signals)).execute(args);
    } finally {
      signals.ended();
    }
    System.exit(exitCode);
  }

  /** In the order the help shows them. */
  static List<Object> commands(UpCommand.Stop stop) {
    return List.of(
        new DemoCommand(stop),
        new UpCommand(stop),
        new StatusCommand(),
        new StopCommand(),
        new KeysCommand(),
        new FsckCommand(CryptoProviders::choose),
        new ExportCommand(),
        new RebuildCommand(),
        new BackupCommand(),
        new RestoreCommand(CryptoProviders::choose),
        new VerifyChainCommand(CryptoProviders::choose),
        new VerifyCertificateCommand(CryptoProviders::choose),
        new DoctorCommand(checks()),
        new BenchCommand(),
        new TestCommand(MavenRun.ofTheLauncher()),
        new VersionCommand(Version.ofThisBuild()));
  }

  /** In the order the doctor tells them. */
  static List<Check> checks() {
    return List.of(
        new JdkCheck(Runtime.version().feature(), System.getProperty("java.vm.version", "")),
        new NativeAccessCheck(Main.class.getModule().isNativeAccessEnabled()),
        new SignaturesCheck(() -> CryptoProviders.choose().report()),
        new DiskCheck(),
        new RollbackCheck(),
        new ClockCheck(
            InstantSource.system(), KernelClock.ofThisMachine(), Version.ofThisBuild().built()));
  }
}
