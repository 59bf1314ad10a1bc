//! Every reason for "no" to a command about a document (提交文件指令不成立原因), in order of
//! precedence.

use kernel::refusal::{Ground, Refused};
use kernel::text::{Text, text};

/// Why a command about a document does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such document.
    DocumentUnknown,
    /// It was received already.
    AlreadyReceived,
    /// The actor is neither the owner nor an officer on the owner's word.
    NotOwner,
    /// The officer's post neither receives, nor examines, nor keeps projects.
    PostMayNot,
    /// Only the office that handles the case says that a document is the authority's.
    AuthoritysReserved,
    /// The file is empty.
    FileEmpty,
    /// The file is larger than 50 MB.
    FileTooLarge,
    /// The content is none of the kinds that are taken.
    FileKindUnknown,
    /// The name cannot be that of a file, or hides something.
    FileNameUnfit,
    /// The place is neither a case, nor a package, a project or an application for a bundle.
    PlaceUnfit,
    /// Only a look through the file says what it is.
    NotInspector,
    /// It was judged before.
    AlreadyJudged,
    /// It may not be opened, so it can serve as nothing.
    NotUsable,
    /// It is attached there already.
    AlreadyAttached,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let (code, ground) = code(refusal);
        let (sentence, remedy) = words(refusal);
        Refused { code, sentence, remedy, basis: "", ground }
    }
}

fn code(refusal: Refusal) -> (&'static str, Ground) {
    match refusal {
        Refusal::DocumentUnknown => ("approvals.document_unknown", Ground::Unknown),
        Refusal::AlreadyReceived => ("approvals.document_already_received", Ground::State),
        Refusal::NotOwner => ("approvals.document_not_owner", Ground::Right),
        Refusal::PostMayNot => ("approvals.document_right_missing", Ground::Right),
        Refusal::AuthoritysReserved => ("approvals.authoritys_document_reserved", Ground::Right),
        Refusal::FileEmpty => ("approvals.file_empty", Ground::Content),
        Refusal::FileTooLarge => ("approvals.file_too_large", Ground::Content),
        Refusal::FileKindUnknown => ("approvals.file_kind_unknown", Ground::Content),
        Refusal::FileNameUnfit => ("approvals.file_name_unfit", Ground::Content),
        Refusal::PlaceUnfit => ("approvals.document_place_unfit", Ground::Content),
        Refusal::NotInspector => ("approvals.document_not_inspector", Ground::Right),
        Refusal::AlreadyJudged => ("approvals.document_already_judged", Ground::State),
        Refusal::NotUsable => ("approvals.document_not_usable", Ground::State),
        Refusal::AlreadyAttached => ("approvals.document_already_attached", Ground::State),
    }
}

// long because it says every refusal in both languages
fn words(refusal: Refusal) -> (Text, Text) {
    match refusal {
        Refusal::DocumentUnknown => (
            text("没有这个文件。", "There is no such document."),
            text("请核对后重新上传。", "Check, and upload it again."),
        ),
        Refusal::AlreadyReceived => (
            text("该文件已经收到。", "The document was received already."),
            text("无需重复上传。", "There is no need to upload it again."),
        ),
        Refusal::NotOwner => (
            text(
                "只有文件所属企业可以办理。",
                "Only the enterprise that it belongs to may do this.",
            ),
            text("请用该企业的账号办理。", "Sign in for that enterprise."),
        ),
        Refusal::PostMayNot => (
            text("本岗位没有代收文件的权限。", "The post may not take files in."),
            text(
                "请由收件受理、审查或项目管理岗位办理。",
                "Have it done by a post that receives, examines or keeps projects.",
            ),
        ),
        Refusal::AuthoritysReserved => (
            text(
                "上级机关决定文件只能由承办部门登记。",
                "The authority's document is recorded by the office that handles the case.",
            ),
            text("请作为其他材料上传。", "Upload it as another material."),
        ),
        Refusal::FileEmpty => (
            text("文件是空的。", "The file is empty."),
            text("请检查文件后重新上传。", "Check the file and upload it again."),
        ),
        Refusal::FileTooLarge => (
            text("文件超过50 MB。", "The file is larger than 50 MB."),
            text("请压缩图片或拆分后上传。", "Make the pictures smaller, or split the file."),
        ),
        Refusal::FileKindUnknown => (
            text(
                "不支持这种文件。可以上传：PDF、OFD、JPEG、PNG、DOCX、XLSX、DWG、ZIP。",
                "Not a kind that is taken: PDF, OFD, JPEG, PNG, DOCX, XLSX, DWG, ZIP.",
            ),
            text(
                "请另存为其中一种格式；改文件名没有用，系统看的是内容。",
                "Save it as one of these; renaming does not help, the content decides.",
            ),
        ),
        Refusal::FileNameUnfit => (
            text(
                "文件名为空、过长，或含有路径、不可见字符。",
                "The name is empty, too long, or holds a path or characters that nobody sees.",
            ),
            text("请改名后重新上传。", "Rename the file and upload it again."),
        ),
        Refusal::PlaceUnfit => (
            text(
                "没有写明文件属于哪个办件、申请或项目。",
                "It is not said what the document belongs to.",
            ),
            text(
                "请从办件、申请或项目页面上传。",
                "Upload it from the page of the case, application or project.",
            ),
        ),
        Refusal::NotInspector => (
            text("文件能否使用由系统检查得出。", "The system finds out whether a file is usable."),
            text("无需人工登记。", "There is nothing to record by hand."),
        ),
        Refusal::AlreadyJudged => (
            text("该文件已经检查过。", "The document was looked through already."),
            text("无需重复检查。", "There is nothing to do."),
        ),
        Refusal::NotUsable => (
            text(
                "该文件尚未检查、已隔离或已损坏。",
                "The document is pending, kept apart or damaged.",
            ),
            text("请重新上传一份可用的文件。", "Upload a usable file."),
        ),
        Refusal::AlreadyAttached => (
            text("该文件已经在这份材料里。", "The document serves as this material already."),
            text("无需重复关联。", "There is nothing to do."),
        ),
    }
}
