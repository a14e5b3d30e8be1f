import org.jspecify.annotations.NullMarked;

/** What holds for any bytes that are given to the readers of core/evm. */
@NullMarked
module dev.penstock.evmfuzz {
  requires static org.jspecify;
  requires dev.penstock.evm;
}
