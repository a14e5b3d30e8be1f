package dev.penstock.house.checkout;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A small checkout that keeps every rule, in which a test then plants one violation. A rule that
 * does not find it is a gate that cannot fail.
 */
public final class Plant {
  private final Path root;
  private final Set<String> modules = new LinkedHashSet<>();

  private Plant(Path root) {
    this.root = root;
  }

  /** The clean plant: one module of each ring. */
  public static Plant in(Path root) {
    return new Plant(root)
        .write(".gitignore", "target/\n")
        .papers()
        .module("core/alpha", "")
        .main(
            "core/alpha",
            "Alpha",
            "public record Alpha(int count) { public int twice() { return 2 * count; } }")
        .write(
            "core/alpha/src/main/java/module-info.java",
            "@org.jspecify.annotations.NullMarked module dev.penstock.alpha {}\n")
        .module("testkit", "")
        .main("testkit", "Helped", "public class Helped {}")
        .module("edge/beta", dependency("core-alpha", "compile"))
        .main(
            "edge/beta",
            "Beta",
            "public class Beta { int n = new dev.penstock.alpha.Alpha(1).twice(); }")
        .module("edge/gamma", dependency("testkit", "test"))
        .main("edge/gamma", "Gamma", "public class Gamma { int connect() { return 1; } }")
        .test(
            "edge/gamma",
            "GammaTest",
            "@Test void oneIsConnected() { assertThat(new Gamma().connect()).isEqualTo(1); }")
        .module("app/delta", dependency("edge-beta", "compile"))
        .main("app/delta", "Delta", "class Delta { Object beta = new dev.penstock.beta.Beta(); }");
  }

  /** A module with an empty package; {@code dependencies} is XML. */
  public Plant module(String path, String dependencies) {
    modules.add(path);
    String up = "../".repeat(path.split("/", -1).length);
    return write(
        path + "/pom.xml",
        """
        <project>
          <parent><groupId>dev.penstock</groupId><artifactId>penstock</artifactId>
            <relativePath>%spom.xml</relativePath></parent>
          <artifactId>%s</artifactId>
          <name>%s</name>
          <description>A planted thing</description>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(up, path.replace('/', '-'), path, dependencies));
  }

  /** The XML of a dependency on a module of a plant. */
  public static String dependency(String artifactId, String scope) {
    return """
    <dependency><groupId>dev.penstock</groupId><artifactId>%s</artifactId>\
    <version>${project.version}</version><scope>%s</scope></dependency>
    """
        .formatted(artifactId, scope);
  }

  private Plant papers() {
    Plant plant = this;
    for (String path :
        List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "NOTICE")) {
      plant = plant.write(path, "# Planted\n");
    }
    return plant
        .write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n### Added\n")
        .write("docs/GLOSSARY.md", "**Anchor** one\n\n**Block** two\n")
        .write(
            "docs/decisions/0001-one.md",
            """
            # 0001 One

            Status: accepted, 2026-01-31

            ## Context

            ## Decision

            We will.

            ## Consequences
            """)
        .write(
            "ARCHITECTURE.md",
            """
            [one](docs/decisions/0001-one.md#context)
            ## `core/alpha`
            ## `testkit`
            ## `edge/beta`
            ## `edge/gamma`
            ## `app/delta`
            ## `house`
            """);
  }

  /** Takes a file away again. */
  public Plant without(String path) {
    try {
      Files.delete(root.resolve(path));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A main class in the module's own package, and the package's info. */
  public Plant main(String module, String name, String declaration) {
    String path = module + "/src/main/java/dev/penstock/" + lastOf(module) + "/";
    return write(
            path + "package-info.java",
            "/** Planted. Read {@link %s} first. */\n@org.jspecify.annotations.NullMarked\npackage %s;\n"
                .formatted(name, packageOf(module)))
        .write(
            path + name + ".java", "package %s;\n\n%s\n".formatted(packageOf(module), declaration));
  }

  /** A test class in the module's own package. */
  public Plant test(String module, String name, String members) {
    return write(
        module + "/src/test/java/dev/penstock/" + lastOf(module) + "/" + name + ".java",
        """
        package %s;

        import static org.assertj.core.api.Assertions.assertThat;
        import org.junit.jupiter.api.*;

        class %s {
          %s
        }
        """
            .formatted(packageOf(module), name, members));
  }

  /** Any file; an existing one is replaced. */
  public Plant write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #grown}, for rules that read classes: compiles the main classes too. */
  public Checkout compiled() {
    Checkout checkout = grown();
    compile();
    return checkout;
  }

  /** Adds house and the root pom, and reads the result. */
  public Checkout grown() {
    if (!Files.exists(root.resolve("house/pom.xml"))) {
      String all =
          modules.stream()
              .map(module -> dependency(module.replace('/', '-'), "test"))
              .collect(Collectors.joining());
      var _ = module("house", all);
    } else {
      modules.add("house");
    }
    if (!Files.exists(root.resolve("pom.xml"))) {
      String list =
          modules.stream()
              .map(module -> "<module>" + module + "</module>")
              .collect(Collectors.joining("\n"));
      var _ =
          write(
              "pom.xml",
              """
              <project>
                <groupId>dev.penstock</groupId>
                <artifactId>penstock</artifactId>
                <modules>%s</modules>
              </project>
              """
                  .formatted(list));
    }
    return Checkout.at(root);
  }

  private static String lastOf(String module) {
    return module.substring(module.lastIndexOf('/') + 1);
  }

  private static String packageOf(String module) {
    return "dev.penstock." + lastOf(module);
  }

  private void compile() {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var output = new StringWriter();
    try (var standard = compiler.getStandardFileManager(null, null, null);
        var perModule = new PerModule(standard, root)) {
      var files = new ArrayList<Path>();
      for (String module : modules) {
        Path main = root.resolve(module).resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (var walk = Files.walk(main)) {
            walk.filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !file.endsWith("module-info.java"))
                .forEach(files::add);
          }
        }
      }
      var options = List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
      var units = standard.getJavaFileObjectsFromPaths(files);
      if (!compiler.getTask(output, perModule, null, options, null, units).call()) {
        throw new IllegalStateException("the plant does not compile: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts each class into the {@code target/classes} of the module its source stands in. */
  private static final class PerModule extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Path root;

    PerModule(StandardJavaFileManager standard, Path root) {
      super(standard);
      this.root = root;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling)
        throws IOException {
      String source = root.relativize(Path.of(sibling.toUri())).toString().replace('\\', '/');
      Path file =
          root.resolve(source.substring(0, source.indexOf("/src/main/java")))
              .resolve("target/classes")
              .resolve(className.replace('.', '/') + kind.extension);
      Files.createDirectories(file.getParent());
      return new ClassFile(file.toUri(), kind);
    }
  }

  private static final class ClassFile extends SimpleJavaFileObject {
    ClassFile(URI uri, Kind kind) {
      super(uri, kind);
    }

    @Override
    public java.io.OutputStream openOutputStream() throws IOException {
      return Files.newOutputStream(Path.of(toUri()));
    }
  }
}
