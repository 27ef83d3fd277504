package dev.dither.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** A running child process that answers lines with lines; its errors go to ours. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    private Child(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.questions = process.outputWriter();
    }

    /**
     * Starts a process in this one's environment.
     *
     * @param without variables taken out of it
     */
    static Child start(List<String> command, Set<String> without) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeAll(without);
        try {
            return new Child(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    /** Waits for the next line. */
    Answer answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the child ended early, see its message above: "
                        + process.info().commandLine().orElse("pid " + process.pid()));
            }
            return Answer.parse(line);
        } catch (IOException e) {
            throw new UncheckedIOException("the child cannot be read", e);
        }
    }

    /** Sends a line and waits for the answer. */
    Answer ask(String question) {
        try {
            questions.write(question);
            questions.newLine();
            questions.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the child does not listen", e);
        }
        return answer();
    }

    /** Ends the child by closing its input. */
    @Override
    public void close() {
        try {
            questions.close();
            process.waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
