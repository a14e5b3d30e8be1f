package dev.penstock.bench.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a figure depends on besides the program: hardware, system, Java. Names no host or user.
 *
 * @param loadBefore how many threads wanted a processor, on average over a minute, before the run
 */
record Machine(
    String cpu,
    int cores,
    double ramGib,
    String disk,
    String filesystem,
    String system,
    String kernel,
    double loadBefore,
    String javaVersion,
    Map<String, Object> java) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** This machine, with the disk that the folder is on. */
  static Machine of(Path folder) throws IOException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    FileStore disk = Files.getFileStore(folder);
    return new Machine(
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / (double) (1L << 30),
        disk.name(),
        disk.type(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("os.version"),
        system.getSystemLoadAverage(),
        Runtime.version().toString(),
        describeJava());
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cpu", cpu);
    json.put("cores", cores);
    json.put("ram_gib", ramGib);
    json.put("disk", disk);
    json.put("filesystem", filesystem);
    json.put("system", system);
    json.put("kernel", kernel);
    json.put("load_before", loadBefore);
    return json;
  }

  private static Map<String, Object> describeJava() {
    Map<String, Object> java = new LinkedHashMap<>();
    java.put("version", Runtime.version().toString());
    java.put("vendor", System.getProperty("java.vendor"));
    java.put("vm", System.getProperty("java.vm.name"));
    java.put(
        "collectors",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(bean -> bean.getName())
            .toList());
    java.put("heap_max_mb", Runtime.getRuntime().maxMemory() / 1_000_000);
    return java;
  }

  private static String cpuModel() throws IOException {
    if (!Files.isReadable(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name") || line.startsWith("CPU part"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
