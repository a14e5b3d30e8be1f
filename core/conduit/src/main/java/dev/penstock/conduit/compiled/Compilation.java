package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Fault;

/** What came of compiling a policy. */
public sealed interface Compilation {
  /** It can be asked. */
  record Ready(CompiledPolicy policy) implements Compilation {}

  /** Its rules overlap so much that it could not answer in time; people could not either. */
  record TooEntangled(Fault fault) implements Compilation {}
}
