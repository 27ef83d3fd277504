package dev.dither.data;

import dev.dither.data.KnownFile.Need;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Public sets known by name, with their files, checksums, licence and origin; loading never downloads, see
 * {@link DataFolder}.
 *
 * <p>The files lie in a folder named {@link #id} of the data folder, plain or as .gz. Every file is checked against
 * the SHA-256 of its decompressed bytes before it is parsed.
 */
public enum KnownData {
    /** Handwritten digits, 60,000 and 10,000 of [1, 28, 28]. */
    MNIST(
            "mnist",
            "CC BY-SA 3.0, Yann LeCun and Corinna Cortes",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            List.of(
                    required(
                            "train-images-idx3-ubyte",
                            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                    required(
                            "train-labels-idx1-ubyte",
                            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                    required(
                            "t10k-images-idx3-ubyte",
                            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                    required(
                            "t10k-labels-idx1-ubyte",
                            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"))),
    /** Articles of clothing, 60,000 and 10,000 of [1, 28, 28]. */
    FASHION_MNIST(
            "fashion-mnist",
            "MIT, copyright 2017 Zalando SE",
            "https://github.com/zalandoresearch/fashion-mnist",
            List.of(
                    required(
                            "train-images-idx3-ubyte",
                            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                    required(
                            "train-labels-idx1-ubyte",
                            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                    required(
                            "t10k-images-idx3-ubyte",
                            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                    required(
                            "t10k-labels-idx1-ubyte",
                            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"))),
    /** Small photographs, ten classes, up to five training files of 10,000 and 10,000 of [3, 32, 32]. */
    CIFAR_10(
            "cifar-10",
            "none stated, not to be redistributed; cite Krizhevsky 2009",
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            List.of(
                    optional("data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
                    optional("data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
                    optional("data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
                    optional("data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
                    optional("data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
                    required("test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"))),
    /** Small photographs, 100 fine classes, 50,000 (or none, without train.bin) and 10,000 of [3, 32, 32]. */
    CIFAR_100(
            "cifar-100",
            "none stated, not to be redistributed; cite Krizhevsky 2009",
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            List.of(
                    optional("train.bin", "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29"),
                    required("test.bin", "d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a"))),
    /** Labels that people gave the training images of CIFAR, see {@link HumanLabels}: no set of images itself. */
    CIFAR_N(
            "cifar-n",
            "CC BY-NC 4.0, J. Wei et al. 2022; not for commercial use",
            "https://github.com/UCSC-REAL/cifar-10-100n/tree/49df7d8a69e355470c77c1c2f2424916325a394b/data",
            List.of(
                    required("CIFAR-10_human.pt", "873e69c39cb9b5e97fb6bae2d60bb59b38a5cbc31d2b868f7903dcb2b9dd2310"),
                    required(
                            "CIFAR-100_human.pt", "bd2d80409754d420292d622e15e25248ba21e37d27429efac49c8da723f44394"))),
    /** What people said of the test images of CIFAR-10, see {@link SoftLabels}: no set of images itself. */
    CIFAR_10H(
            "cifar-10h",
            "CC BY-NC-SA 4.0, J. Peterson et al. 2019; not for commercial use",
            "https://github.com/jcpeterson/cifar-10h/tree/48da312b193b82e6939ec20f23d1f09cbdd849c8/data",
            List.of(
                    required("cifar10h-counts.npy", "9b36b4550349af56c79083356312eb4af856cc5fd3caf1f669d40b9d0bbb69ff"),
                    required(
                            "cifar10h-probs.npy", "436ae98620e00073f9d08585ac870573b588853e7af9f54eb1647408114af77d"))),
    /** Questions about colored shapes, see {@link Questions}: 38,575 and 9,673 about 4,000 and 1,000 pictures of [3, 64, 64]. */
    EASY_VQA(
            "easy-vqa",
            "MIT, copyright 2019 Victor Zhou",
            "https://github.com/vzhou842/easy-VQA/tree/3b553bb7ff42a868d5f4cbe8c88255d7333c3c31/easy_vqa/data",
            List.of(
                    required(
                            "train/questions.json", "bb67697636aed0e65631d4266824aebeae5c833b0f37ed781e20752e85617ec5"),
                    required("train/images", "88d3e9bad3586c935a1f61989cd1033d674232841837093f34adc913929dbbcb"),
                    required("test/questions.json", "0d4630a51bafec65343e2f6af9cdd20cf8eae214344ef57636202eec409553f7"),
                    required("test/images", "a2dd49228f952114e647d6152af1901a62f8445395612be5893baa660b532f6d"),
                    required("answers.txt", "f004fd115e14db5f70a3a4e1b06d89fd76d45d7446a62d12b50ed1ac2a1a824c"))),
    /** Handwritten digits, 3,823 and 1,797 of [64]. */
    OPTDIGITS(
            "optdigits",
            "CC BY 4.0, E. Alpaydin and C. Kaynak",
            "https://archive.ics.uci.edu/dataset/80",
            List.of(
                    required("optdigits.tra", "e1b683cc211604fe8fd8c4417e6a69f31380e0c61d4af22e93cc21e9257ffedd"),
                    required("optdigits.tes", "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"))),
    /** Part of the library: optdigits.tes, 1,797 of [64]; the first 1,297 train, the last 500 test. */
    DIGITS(
            "digits",
            OPTDIGITS.licence,
            OPTDIGITS.source,
            List.of(required("digits.csv", "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"))),
    /** Part of the library: the first 2,000 and 500 of Fashion-MNIST, [1, 28, 28]. */
    FASHION_MINI(
            "fashion-mini",
            FASHION_MNIST.licence,
            FASHION_MNIST.source,
            List.of(
                    required(
                            "fashion-mini-train-images-idx3-ubyte",
                            "71a9f8cec24060d6752b3e4940ce6d6fd729334afa47b735dd553481aa83b53e"),
                    required(
                            "fashion-mini-train-labels-idx1-ubyte",
                            "8983259dfbc9f185f92698916f7daf361704b43ba7d19568cc7bcdeefdc1bece"),
                    required(
                            "fashion-mini-test-images-idx3-ubyte",
                            "c9bd0ed7148856eb2287d902861921296d6c36d95a5113341a35554343e84123"),
                    required(
                            "fashion-mini-test-labels-idx1-ubyte",
                            "9f5f7b9143df7bffff73a8bf7d8a53545dbf787f86e5e195c64401d2c6f8f372")));

    private static final int DIGITS_TRAIN = 1297;

    private final String id;
    private final String licence;
    private final String source;
    private final List<KnownFile> files;

    KnownData(String id, String licence, String source, List<KnownFile> files) {
        this.id = id;
        this.licence = licence;
        this.source = source;
        this.files = files;
    }

    /** Returns the name of the set and of its folder. */
    public String id() {
        return id;
    }

    /** Returns the licence of the data, in one line. */
    public String licence() {
        return licence;
    }

    /** Returns where to get the files. */
    public String source() {
        return source;
    }

    /** Returns the address that the files can be downloaded from one by one, or nothing where there is none. */
    public Optional<KnownOrigin> origin() {
        return switch (this) {
            case MNIST -> Optional.of(KnownOrigin.gzipped(source));
            case FASHION_MNIST ->
                Optional.of(KnownOrigin.gzipped("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"));
            case OPTDIGITS ->
                Optional.of(KnownOrigin.plain("https://archive.ics.uci.edu/ml/machine-learning-databases/optdigits/"));
            case CIFAR_N, CIFAR_10H, CIFAR_10, CIFAR_100, EASY_VQA, DIGITS, FASHION_MINI -> Optional.empty();
        };
    }

    /** Returns the files, training files first. */
    public List<KnownFile> files() {
        return files;
    }

    /** Returns the names of the classes, a class is its index; the numbers where a set has no other names here. */
    public List<String> classNames() {
        return switch (this) {
            case FASHION_MNIST, FASHION_MINI ->
                List.of(
                        "T-shirt",
                        "trouser",
                        "pullover",
                        "dress",
                        "coat",
                        "sandal",
                        "shirt",
                        "sneaker",
                        "bag",
                        "ankle boot");
            case CIFAR_10 ->
                List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
            case CIFAR_100 -> numbers(100);
            case MNIST, OPTDIGITS, DIGITS -> numbers(10);
            case CIFAR_N, CIFAR_10H, EASY_VQA -> List.of();
        };
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    /** Returns whether the set is part of the library and needs no data folder. */
    public boolean embedded() {
        return this == DIGITS || this == FASHION_MINI;
    }

    /** Returns whether the set is of labels for the examples of another, and has none of its own to load. */
    public boolean labelsAlone() {
        return this == CIFAR_N || this == CIFAR_10H;
    }

    /**
     * Loads the set; an embedded one never looks at {@code dataDir}.
     *
     * <p>Optional training files that are missing are left out; the name of the training part then says how many of
     * them it holds, and it is empty if there are none.
     */
    public DataSet load(Path dataDir) {
        DataException.require(
                !labelsAlone(), "%s: labels for the images of CIFAR, no images; name cifar-10 or cifar-100", id);
        DataException.require(
                this != EASY_VQA,
                "%s: questions about pictures; they are the data of experiments, not a set of images",
                id);
        Map<String, Content> contents = new LinkedHashMap<>();
        for (KnownFile file : files) {
            content(dataDir.resolve(id), file).ifPresent(found -> contents.put(file.name(), found));
        }
        return parse(contents);
    }

    /**
     * Returns the folder of the set, for readers of their own, after all its files were checked.
     *
     * @throws DataException if one is missing or damaged
     */
    public Path verified(Path dataDir) {
        Path folder = dataDir.resolve(id);
        files.forEach(file -> content(folder, file));
        return folder;
    }

    /** Returns the verified bytes of one file of this set, whatever is found of the others. */
    Content content(Path dataDir, String name) {
        KnownFile file = files.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        return content(dataDir.resolve(id), file).orElseThrow();
    }

    private Optional<Content> content(Path folder, KnownFile file) {
        if (embedded()) {
            return Optional.of(embedded(file));
        }
        FileSet set = fileSet();
        Optional<Content> content = set.content(folder, file);
        DataException.require(content.isPresent() || file.need() == Need.OPTIONAL, "%s", set.missing(folder, file));
        return content.map(found -> set.verified(file, found));
    }

    /** Returns what is found of every file in the data folder, in the order of {@link #files}. */
    public List<FileStatus> check(Path dataDir) {
        return embedded()
                ? files.stream()
                        .map(file -> new FileStatus(
                                file, FileStatus.State.OK, embedded(file).where()))
                        .toList()
                : fileSet().check(dataDir.resolve(id));
    }

    FileSet fileSet() {
        return new FileSet(id, source, files);
    }

    private Content embedded(KnownFile file) {
        return fileSet().verified(file, Content.resource(file.name() + ".gz"));
    }

    private DataSet parse(Map<String, Content> contents) {
        return switch (this) {
            case MNIST, FASHION_MNIST, FASHION_MINI -> idx(List.copyOf(contents.values()));
            case CIFAR_10 -> cifar(CifarBinary.CIFAR_10, new ArrayList<>(contents.values()));
            case CIFAR_100 -> cifar(CifarBinary.CIFAR_100_FINE, new ArrayList<>(contents.values()));
            case OPTDIGITS -> optDigits(List.copyOf(contents.values()));
            case DIGITS ->
                digits(OptDigits.parse(id, contents.values().iterator().next()));
            case CIFAR_N, CIFAR_10H, EASY_VQA -> throw new IllegalStateException(id + " has no examples");
        };
    }

    private DataSet idx(List<Content> files) {
        return new DataSet(
                Idx.parse(trainName(), files.get(0), files.get(1), 10),
                Idx.parse(testName(), files.get(2), files.get(3), 10));
    }

    private DataSet cifar(CifarBinary format, List<Content> found) {
        int batches = files.size() - 1;
        Content test = found.remove(found.size() - 1);
        String train = found.size() < batches
                ? String.format(Locale.ROOT, "%s (%s of %s files)", trainName(), found.size(), batches)
                : trainName();
        return new DataSet(format.parse(train, found), format.parse(testName(), List.of(test)));
    }

    private DataSet optDigits(List<Content> files) {
        return new DataSet(OptDigits.parse(trainName(), files.get(0)), OptDigits.parse(testName(), files.get(1)));
    }

    private static DataSet digits(Examples all) {
        return new DataSet(
                all.subset(IntStream.range(0, DIGITS_TRAIN).toArray()),
                all.subset(IntStream.range(DIGITS_TRAIN, all.size()).toArray()));
    }

    private String trainName() {
        return id + " train";
    }

    private String testName() {
        return id + " test";
    }

    private static KnownFile required(String name, String sha256) {
        return new KnownFile(name, sha256, Need.REQUIRED);
    }

    private static KnownFile optional(String name, String sha256) {
        return new KnownFile(name, sha256, Need.OPTIONAL);
    }
}
