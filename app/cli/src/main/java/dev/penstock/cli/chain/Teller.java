package dev.penstock.cli.chain;

import dev.penstock.evidence.chain.Finding;

/** Tells what replays come to while they go on, so that nothing has to be kept. */
interface Teller {
  /** A file is begun. */
  void begin(String file);

  /** Something was found in it. */
  void finding(Finding finding);

  /** It is done with. */
  void end(Replay replay);

  /** There are no more files. */
  void done();
}
