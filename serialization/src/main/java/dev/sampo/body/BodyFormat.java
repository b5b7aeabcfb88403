package dev.sampo.body;

import com.esotericsoftware.kryo.io.Input;
import dev.sampo.bytes.BoundedInput;
import dev.sampo.bytes.Limits;
import dev.sampo.bytes.MalformedBytes;

/** The first bytes of a body: a mark with the version, then which kind of body follows. */
final class BodyFormat {

    static final int MARK = 0xB0;
    static final int VERSION = 1;
    static final int NAMED = 'N';
    static final int LAMBDA = 'L';
    static final int INSTANCE = 'I';

    private BodyFormat() {}

    /** Checks mark and version and gives the kind. */
    static int readKind(Input in) {
        int first = in.readByteUnsigned();
        if ((first & 0xF0) != MARK) {
            throw new MalformedBytes.Corrupt(
                    "these bytes are not a body: they begin with " + Integer.toHexString(first));
        }
        if ((first & 0x0F) != VERSION) {
            throw new MalformedBytes.WrongVersion("a body", first & 0x0F, VERSION);
        }
        int kind = in.readByteUnsigned();
        if (kind != NAMED && kind != LAMBDA && kind != INSTANCE) {
            throw new MalformedBytes.Corrupt("a body of unknown kind " + kind);
        }
        return kind;
    }

    static String readName(Input in) {
        String name = in.readString();
        if (name == null || name.isBlank()) {
            throw new MalformedBytes.Corrupt("a body without a name");
        }
        return name;
    }

    /** Reads what a body is, in names only. */
    static BodyRef describe(BoundedInput in) {
        return switch (readKind(in)) {
            case NAMED -> BodyRef.named(readName(in));
            case INSTANCE -> new BodyRef.Instance(readName(in), CodeDigest.text(in.readLong()));
            default -> describeLambda(in);
        };
    }

    private static BodyRef describeLambda(BoundedInput in) {
        in.readVarInt(true); // the tag of a lambda
        in.readVarInt(true); // the length of its head
        LambdaHead head = LambdaHead.read(in);
        long digest = head.implClass().isEmpty() ? head.ownerDigest() : head.implDigest();
        return new BodyRef.Lambda(
                head.owner(),
                head.runs() + "#" + head.implMethod(),
                head.implSignature(),
                head.type().replace('/', '.'),
                in.length("list of captured values", 1),
                CodeDigest.text(digest));
    }

    static BoundedInput input(byte[] bytes) {
        var in = new BoundedInput(Limits.DEFAULT);
        in.setBuffer(bytes, 0, bytes.length);
        return in;
    }
}
