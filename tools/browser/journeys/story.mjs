// What all journeys of one story share: who there is, and what is told to the system.

export const ROLES = {
  visitor: ["访客", "Visitor"],
  investor: ["投资人", "Investor"],
  window: ["窗口", "Window"],
  ecology: ["生态环境分局", "Ecology bureau"],
  planning: ["规划局", "Planning bureau"],
  lead: ["牵头部门", "Lead office"],
  hall: ["综合窗口", "The one window"],
  assistant: ["帮办代办", "Assistance"],
  supervisor: ["督查", "Supervisor"],
  administrator: ["管理员", "Administrator"],
};

export const STORY = {
  project: {
    title: "年产600万套精密轴承项目",
    site: "惠民街道 2026-51 号地块",
    scale: "新建厂房 12,000 平方米，购置设备 80 台（套）",
    industry: "3451",
    investment: "8600",
    start: "2027-01-15",
    completion: "2028-06-30",
    policy: "yes",
    contact: "周明哲",
    phone: "13805730001",
  },
  another: {
    title: "精密轴承热处理车间技改项目",
    site: "惠民街道 2026-52 号地块",
    scale: "改造厂房 3,000 平方米，购置热处理线 2 条",
  },
  entrusted: {
    title: "精密轴承检测中心项目",
    site: "惠民街道 2026-53 号地块",
    scale: "新建检测用房 2,000 平方米，购置检测设备 16 台（套）",
  },
  anothersCode: "2611-330421-04-01-700014",
  agent: { agent: "周明哲", phone: "13805730001" },
  code: "2611-330421-04-01-987654",
  takenCode: "2604-330421-04-01-123456", // a project of the demonstration has it
  notice: "备案表须加盖企业公章，请重新上传。",
  change: "总平面调整，厂房退让2米。",
  opinion: "同意，施工图阶段请复核厂界噪声。",
  risk: "外线路径上有待迁改的通信杆线",
  measure: "与供电公司会勘，先迁改再施工",
  measureBy: "供电公司",
  riskReason: "现场会勘",
  planReason: "用电容量调整",
  agency: { name: "嘉兴某某电力设计有限公司", code: "91440112MA59T0037U" },
  drawings: "受电工程施工图",
  address: "浙江省嘉兴市嘉善县惠民街道东升路8号",
  tracking: "YS0000000051",
  reminder: "请在本周内作出决定。",
  review: "总平面和排水方案联合会审。",
  minutes: "各部门同意总平面方案，形成纪要。",
  decided: {
    title: "书面反馈排水管线复核意见",
    report: "已书面反馈，管线满足要求。",
  },
  archive: "档案与工程实际相符，已移交。",
  finding: "实测征占地面积与填报不符。",
  statement: "填报面积不含临时用地。",
  repaired: "口径已核实。",
  contract: {
    title: "惠民街道 2026-51 号地块标准地投资建设合同",
    recheck: "竣工验收、达产时由规划局会同有关部门逐项复核。",
    dispute: "双方协商解决；协商不成的，向项目所在地人民法院起诉。",
    evidence: "竣工财务决算审计报告已报送。",
    plot: "2026-51",
    land: "3304212026A21051",
  },
  decision: {
    meeting: "地块配套协调会纪要",
    title: "核查地块周边环境敏感点并书面反馈",
    consequence: "已在督查月报中通报，责令三日内报送。",
    report: "已核查并书面反馈，未发现新增敏感点。",
  },
  plot: "善土2026-99",
  bidder: "91370600MA3C0002X4", // wins a plot, and founds a company for it
  investorsCode: "91330421MA000696XP", // who acts for it has the first button
};

// A plant on land still to be granted, as its route asks.
export const PLANT = {
  project_kind: "filed",
  land_area: "40000",
  earthwork: "0",
  region_assessed: "yes",
  annual_energy: "500",
  annual_electricity: "100",
  environmental_document: "form",
  environmental_days: "30",
  construction_days: "180",
  drains_sewage: "yes",
  ...Object.fromEntries([
    "needs_pre_examination",
    "in_flood_area",
    "in_heritage_area",
    "has_civil_building",
    "must_tender",
    "has_air_defence_work",
    "special_fire_project",
    "explosive_site",
    "digs_road",
  ].map((name) => [name, "no"])),
};

// A file that is what it says.
export function pdf(name) {
  const text = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    + "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
  return { name, mimeType: "application/pdf", buffer: Buffer.from(`${text}% ${name}\n`) };
}
