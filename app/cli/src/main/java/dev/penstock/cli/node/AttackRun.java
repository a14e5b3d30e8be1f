package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.demo.AttackDemo;
import dev.penstock.demo.AttackLine;
import dev.penstock.node.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Attacks a demo and prints, line by line, what became of that. */
final class AttackRun {
  private final int port;
  private final PrintWriter out;
  private final PrintWriter err;

  AttackRun(int port, PrintWriter out, PrintWriter err) {
    this.port = port;
    this.out = out;
    this.err = err;
  }

  /** The exit code. */
  int run() throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("penstock-attack-");
    // A person may end it half-way.
    var cleaning = new Thread(() -> remove(work), "attack-cleaning");
    Runtime.getRuntime().addShutdownHook(cleaning);
    try {
      return attack(work);
    } finally {
      remove(work);
      out.flush();
      removeHook(cleaning);
    }
  }

  private int attack(Path work) throws InterruptedException {
    AttackDemo opened;
    try {
      opened = AttackDemo.open(work, port);
    } catch (IOException e) {
      err.println("penstock: " + e.getMessage());
      return ExitCode.UNUSABLE;
    }
    try (opened) {
      return verdict(opened.run(this::show, this::progress));
    } catch (StartException | IOException e) {
      err.println("penstock: the demo itself did not work: " + e.getMessage());
      return ExitCode.BROKEN;
    }
  }

  private static void removeHook(Thread cleaning) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(cleaning);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook does the same once more.
    }
  }

  private void remove(Path work) {
    try {
      AttackDemo.remove(work);
    } catch (IOException e) {
      err.println("penstock: " + work + " could not be removed: " + e);
    }
  }

  private void progress(String what) {
    out.println("penstock: " + what);
    out.flush();
  }

  private void show(AttackLine line) {
    line.text().forEach(out::println);
    out.flush();
  }

  private int verdict(List<AttackLine> lines) {
    List<AttackLine> failed = lines.stream().filter(line -> !line.isGood()).toList();
    long controls = lines.stream().filter(AttackLine::isControl).count();
    if (failed.isEmpty()) {
      out.println(
          "penstock: "
              + (lines.size() - controls)
              + " attacks, none slipped through; what was in order gave no finding");
      return ExitCode.OK;
    }
    out.println("penstock: " + failed.size() + " of " + lines.size() + " not as promised:");
    failed.forEach(line -> out.println("  " + line.done()));
    return ExitCode.NO;
  }
}
