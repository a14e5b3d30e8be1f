package dev.penstock.cli.log;

import dev.penstock.flow.PublishedHead;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.merkle.mirror.MirrorSource;
import dev.penstock.tiles.FolderTiles;
import dev.penstock.tiles.HttpTiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a log is copied from, opened anew for each round: a ledger is read as of one commit. */
interface MirrorFrom {
  /** What is done with the log while it is open. */
  interface Work<T> {
    T with(MirrorSource source) throws IOException, Unusable;
  }

  <T> T opened(Work<T> work) throws IOException, Unusable;

  /** How often something was asked for again over the link, so far. */
  default long retryCount() {
    return 0;
  }

  /** Hosts that a plain connection reaches without leaving the machine. */
  Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  /**
   * The place a person named.
   *
   * @param token shown to a server
   * @param isPlainAllowed whether a plain connection may leave this machine
   */
  static MirrorFrom at(
      String place, Optional<String> token, boolean isPlainAllowed, HttpTiles.Pace pace)
      throws Unusable {
    if (place.startsWith("http://") || place.startsWith("https://")) {
      return new Served(tilesAt(place, token, isPlainAllowed, pace));
    }
    if (token.isPresent()) {
      throw new Unusable("--token-file is for a SOURCE that is a URL");
    }
    Path folder = Path.of(place);
    Optional<Path> ledger = LedgerFolder.in(folder);
    if (ledger.isPresent()) {
      return new Ledger(ledger.get());
    }
    if (!Files.isDirectory(folder)) {
      throw new Unusable(folder + " is neither a folder nor an http or https URL");
    }
    return new StaticFiles(folder);
  }

  private static HttpTiles tilesAt(
      String address, Optional<String> token, boolean isPlainAllowed, HttpTiles.Pace pace)
      throws Unusable {
    try {
      URI prefix = URI.create(address);
      requireSafe(prefix, isPlainAllowed);
      return HttpTiles.at(prefix, new HttpTiles.Access(token, pace, Duration.ofMillis(500)));
    } catch (IllegalArgumentException e) {
      throw new Unusable(address + " is no address: " + e.getMessage());
    }
  }

  /** Over a plain connection everybody on the way reads the entries, and the token or keys. */
  static void requireSafe(URI address, boolean isPlainAllowed) throws Unusable {
    String host = address.getHost();
    boolean isPlain = "http".equals(address.getScheme());
    if (isPlain && !isPlainAllowed && host != null && !LOOPBACK.matcher(host).matches()) {
      throw new Unusable(
          address
              + " is a plain connection to another machine: use https, or say --plain-http where"
              + " everybody on the way may read along");
    }
  }

  /** A log behind a URL. */
  record Served(HttpTiles tiles) implements MirrorFrom {
    @Override
    public <T> T opened(Work<T> work) throws IOException, Unusable {
      return work.with(tiles);
    }

    @Override
    public long retryCount() {
      return tiles.retryCount();
    }
  }

  /** Static tiles in a folder. */
  record StaticFiles(Path folder) implements MirrorFrom {
    @Override
    public <T> T opened(Work<T> work) throws IOException, Unusable {
      return work.with(MirrorSource.ofFiles(new FolderTiles(folder)));
    }
  }

  /** A node's ledger, read beside the node. */
  record Ledger(Path folder) implements MirrorFrom {
    @Override
    public <T> T opened(Work<T> work) throws IOException, Unusable {
      return switch (LedgerReader.open(Opened.forReading(folder), PublishedHead.NONE)) {
        case ReaderOpening.Refused(var finding) -> throw new Unusable(finding.toString());
        case ReaderOpening.Opened(var ledger, var _, var _) -> {
          try (ledger) {
            yield work.with(MirrorSource.ofLog(new LedgerTiles(ledger)));
          }
        }
      };
    }
  }
}
