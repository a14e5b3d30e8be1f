// A chain in memory, as hardhat has it: no compiler, no network, its well-known accounts.
module.exports = {
  networks: { hardhat: { chainId: 31337, mining: { auto: true, interval: 0 } } },
};
