package dev.penstock.house.checkout;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkout: the real one, or one planted by a test. Each part is read once, when a rule first
 * asks for it.
 */
public final class Checkout {
  /** Larger files are data, not something a person wrote. */
  private static final long TEXT_BYTES_MAX = 2_000_000;

  private final Path root;
  private final Pom pom;
  private final List<Module> modules;
  private @Nullable List<String> paths;
  private @Nullable List<SourceFile> files;
  private @Nullable List<JavaSource> sources;
  private @Nullable JavaClasses classes;

  private Checkout(Path root, Pom pom, List<Module> modules) {
    this.root = root;
    this.pom = pom;
    this.modules = modules;
  }

  public static Checkout at(Path root) {
    Pom pom = Pom.read(root.resolve("pom.xml"));
    var modules = new ArrayList<Module>();
    for (String path : pom.modules()) {
      Path folder = root.resolve(path);
      modules.add(new Module(path, folder, Pom.read(folder.resolve("pom.xml"))));
    }
    return new Checkout(root, pom, List.copyOf(modules));
  }

  public Path root() {
    return root;
  }

  public Pom pom() {
    return pom;
  }

  /** In the order of the root pom. */
  public List<Module> modules() {
    return modules;
  }

  /** The module a file belongs to; none for what lies beside them, such as {@code docs/}. */
  public Optional<Module> moduleOf(String path) {
    return modules.stream().filter(module -> path.startsWith(module.path() + "/")).findFirst();
  }

  /** Every committed file below the root, sorted, parts joined by a slash. */
  public List<String> paths() {
    if (paths == null) {
      paths = walk();
    }
    return paths;
  }

  /** Every committed file that is text. */
  public List<SourceFile> files() {
    if (files == null) {
      files = paths().stream().flatMap(path -> read(path).stream()).toList();
    }
    return files;
  }

  /** Every committed Java file, parsed. */
  public List<JavaSource> sources() {
    if (sources == null) {
      sources = JavaSource.parse(root, files().stream().filter(SourceFile::isJava).toList());
    }
    return sources;
  }

  /** The compiled main classes of all modules. */
  public JavaClasses classes() {
    if (classes == null) {
      List<Path> folders =
          modules.stream().filter(Module::hasMainSources).map(Module::classes).toList();
      for (Path folder : folders) {
        if (!Files.isDirectory(folder)) {
          throw new IllegalStateException("not compiled yet, build with -am: " + folder);
        }
      }
      // The rules ask types for their names only: reading the JDK's own classes would take seconds.
      ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
      classes = new ClassFileImporter().importPaths(folders);
    }
    return classes;
  }

  /** The module a class was compiled in; none for a class of the JDK or of a library. */
  public Optional<Module> moduleOf(JavaClass type) {
    return type.getBaseComponentType()
        .getSource()
        .filter(source -> source.getUri().getScheme().equals("file"))
        .map(source -> Path.of(source.getUri()))
        .flatMap(file ->
            modules.stream().filter(module -> file.startsWith(module.classes())).findFirst());
  }

  private List<String> walk() {
    var found = new ArrayList<String>();
    var ignored = new Ignored();
    try {
      var _ =
          Files.walkFileTree(
              root,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes of)
                    throws IOException {
                  if (ignored.matches(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                  }
                  ignored.readFrom(folder);
                  return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
                  if (!ignored.matches(file)) {
                    found.add(root.relativize(file).toString().replace('\\', '/'));
                  }
                  return FileVisitResult.CONTINUE;
                }
              });
    } catch (IOException e) {
      throw new IllegalStateException("the checkout cannot be read: " + root, e);
    }
    return found.stream().sorted().toList();
  }

  private Optional<SourceFile> read(String path) {
    try {
      Path file = root.resolve(path);
      if (!Files.isRegularFile(file) || Files.size(file) > TEXT_BYTES_MAX) {
        return Optional.empty();
      }
      var decoder = StandardCharsets.UTF_8.newDecoder();
      String text = decoder.decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
      return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(new SourceFile(path, text));
    } catch (CharacterCodingException e) {
      return Optional.empty(); // not text
    } catch (IOException e) {
      throw new IllegalStateException("a file of the checkout cannot be read: " + path, e);
    }
  }
}
