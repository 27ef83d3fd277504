package dev.dither.data;

import dev.dither.data.FileStatus.State;
import dev.dither.data.KnownFile.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The user's folder of public sets: one folder for each, and how files get into it.
 *
 * <p>A file is written under a temporary name, checked, and renamed: nobody ever sees half of one, and a file that is
 * not the published one never arrives.
 *
 * @param path the folder; made when the first file arrives
 */
public record DataFolder(Path path) {
    /** How files get from one folder into another. */
    public enum Transfer {
        /** By a second copy on disk. */
        COPY,
        /** By a symbolic link: the file must stay where it is. */
        LINK
    }

    /** Writes one file to a path that does not exist yet. */
    private interface Source {
        void write(Path target) throws IOException;
    }

    /**
     * Takes over the files of a set from a folder, plain or as .gz, after checking all of them; those that are here already
     * and right stay as they are.
     *
     * @return the problems, one for each required file that is missing and each damaged file; nothing was changed unless
     *     this is empty
     */
    public List<FileStatus> add(KnownData set, Path from, Transfer transfer) {
        return add(filesOf(set), from, transfer);
    }

    List<FileStatus> add(FileSet set, Path from, Transfer transfer) {
        DataException.require(Files.isDirectory(from), "%s: no such folder; give the one with the files", from);
        List<FileStatus> found = set.check(from);
        List<FileStatus> problems = found.stream().filter(DataFolder::isProblem).toList();
        if (problems.isEmpty()) {
            place(set, sources(found, set.check(path.resolve(set.id())), transfer));
        }
        return problems;
    }

    /**
     * Downloads the files of a set that are missing or damaged, optional ones included.
     *
     * @return the names of the files that arrived
     * @throws DataException if the place cannot be reached or sends something else; files that arrived before stay
     */
    public List<String> fetch(KnownData set, KnownOrigin origin) {
        return fetch(filesOf(set), origin);
    }

    List<String> fetch(FileSet set, KnownOrigin origin) {
        Download download = new Download(set);
        List<String> arrived = new ArrayList<>();
        for (FileStatus status : set.check(path.resolve(set.id()))) {
            if (status.state() != State.OK) {
                String name = status.file().name() + origin.suffix();
                place(set, Map.of(name, target -> download.to(target, origin, status.file())));
                arrived.add(name);
            }
        }
        return arrived;
    }

    /** Returns how to get the files that are not there yet; what is there and right is left alone. */
    private static Map<String, Source> sources(List<FileStatus> found, List<FileStatus> here, Transfer transfer) {
        Map<String, Source> sources = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).state() == State.OK && here.get(i).state() != State.OK) {
                Path file = Path.of(found.get(i).detail());
                String ending = file.toString().endsWith(".gz") ? ".gz" : "";
                sources.put(found.get(i).file().name() + ending, target -> transfer(file, target, transfer));
            }
        }
        return sources;
    }

    private static FileSet filesOf(KnownData set) {
        DataException.require(!set.embedded(), "%s is part of the program; there is nothing to add", set.id());
        return set.fileSet();
    }

    private static boolean isProblem(FileStatus status) {
        return status.state() == State.WRONG_CHECKSUM
                || (status.state() == State.MISSING && status.file().need() == Need.REQUIRED);
    }

    private static void transfer(Path file, Path target, Transfer transfer) throws IOException {
        switch (transfer) {
            case LINK -> Files.createSymbolicLink(target, file.toRealPath());
            case COPY -> FileTree.copy(file, target);
        }
    }

    /** Writes all files under temporary names, and renames them only when all are there. */
    private void place(FileSet set, Map<String, Source> sources) {
        Path folder = path.resolve(set.id());
        Map<String, Path> written = new LinkedHashMap<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, Source> source : sources.entrySet()) {
                Path target = folder.resolve(source.getKey());
                Path temporary = target.resolveSibling("." + target.getFileName() + ".part");
                Files.createDirectories(temporary.resolveSibling(""));
                FileTree.delete(temporary);
                written.put(source.getKey(), temporary);
                source.getValue().write(temporary);
            }
            for (Map.Entry<String, Path> file : written.entrySet()) {
                rename(file.getValue(), folder.resolve(file.getKey()));
            }
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be written (" + e.getMessage() + "); check its permissions", e);
        } finally {
            written.values().forEach(DataFolder::discard);
        }
    }

    /** The other form of the file, plain for .gz and the other way round, would otherwise still be there and be read. */
    private static void rename(Path temporary, Path target) throws IOException {
        String name = target.getFileName().toString();
        String other = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name + ".gz";
        if (Files.isDirectory(target)) {
            FileTree.delete(target); // a folder is only replaced by a move where it is empty
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(target.resolveSibling(other));
    }

    private static void discard(Path temporary) {
        try {
            FileTree.delete(temporary);
        } catch (IOException e) {
            throw new DataException(temporary + ": cannot be removed; remove it by hand", e);
        }
    }
}
