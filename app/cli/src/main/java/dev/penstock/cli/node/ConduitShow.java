package dev.penstock.cli.node;

import dev.penstock.demo.AttackLine;
import dev.penstock.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Prints what happens at the conduit of a running demo, and where it can be seen. */
final class ConduitShow {
  private final Demo demo;
  private final Path folder;
  private final PrintWriter out;

  ConduitShow(Demo demo, Path folder, PrintWriter out) {
    this.demo = demo;
    this.folder = folder;
    this.out = out;
  }

  /** Plays it; where it cannot be played the demo goes on, and says so. */
  void play() throws InterruptedException {
    if (!demo.hasConduit()) {
      return;
    }
    out.println("penstock: a scene at the conduit between control and field");
    out.println(
        "  Somebody in the control zone reaches for the controller of the chlorine. Modbus");
    out.println("  asks nobody who he is; the proxy of the node asks the policy what may pass.");
    out.flush();
    try {
      Demo.Played played = demo.playAtTheConduit(this::show);
      List<String> places = demo.whereToLookAtTheConduit(folder, played);
      out.println("  where to look:");
      places.forEach(line -> out.println("    " + line));
      out.println(
          "  Refusals of one kind that follow within the minute become one record at its end.");
    } catch (IOException e) {
      out.println("penstock: trouble: the scene could not be played: " + e.getMessage());
    }
    out.flush();
  }

  private void show(AttackLine line) {
    line.text().forEach(out::println);
    out.flush();
  }
}
