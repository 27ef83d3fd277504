package dev.dither.lab.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** Runs the program inside the test. */
record Shell(int exit, String out, String err) {
    static Shell dither(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(args);
        line.getOut().flush();
        line.getErr().flush();
        return new Shell(exit, out.toString(), err.toString());
    }

    /** The JSON values on standard output. */
    List<JsonNode> json() throws IOException {
        return JsonMapper.builder()
                .build()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(out)
                .readAll();
    }
}
